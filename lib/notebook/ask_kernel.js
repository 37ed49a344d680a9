// Part of each page below a cell that asks the kernel: askKernel(question) gives its answer. The way to the
// kernel is the notebook server's own, which works wherever the notebook does.

const NOTEBOOK = "__NOTEBOOK__", PAGE = "__PAGE__", SYMBOL = "__SYMBOL__", TIMEOUT_MS = 20_000;
const waiting = new Map();
let socket;

/** The server's settings, from the page that this frame is part of. */
function readServer() {
  const text = parent.document.querySelector("#jupyter-config-data")?.textContent;
  if (!text) throw new Error("This needs JupyterLab or Jupyter Notebook");
  const { baseUrl, token } = JSON.parse(text);
  return { base: new URL(baseUrl, parent.location.href), token };
}

/** A socket to the kernel that runs this notebook. */
async function connect() {
  const { base, token } = readServer();
  const headers = token ? { authorization: `token ${token}` } : {};
  const sessions = await (await fetch(new URL("api/sessions", base), { headers })).json();
  const session = sessions.find(({ path }) => NOTEBOOK.endsWith(path) || path.endsWith(NOTEBOOK));
  if (!session) throw new Error("The kernel is not running: run the cell again");
  const url = new URL(`api/kernels/${session.kernel.id}/channels`, base);
  url.protocol = url.protocol.replace("http", "ws");
  if (token) url.searchParams.set("token", token);
  const opened = new WebSocket(url);
  opened.onmessage = ({ data }) => typeof data === "string" && receive(JSON.parse(data));
  opened.onclose = () => socket = undefined;
  await new Promise((resolve, reject) => {
    opened.onopen = resolve;
    opened.onerror = () => reject(new Error("The kernel does not answer: run the cell again"));
  });
  return opened;
}

function receive({ header, content }) {
  if (header.msg_type !== SYMBOL || !waiting.has(content.id)) return;
  const { resolve, reject } = waiting.get(content.id);
  waiting.delete(content.id);
  if (content.error === undefined) resolve(content.answer);
  else reject(new Error(content.error));
}

/** Puts a text to the kernel. */
async function askKernel(question) {
  socket ??= connect();
  const open = await socket.catch((error) => {
    socket = undefined;
    throw error;
  });
  const id = crypto.randomUUID();
  const call = [PAGE, id, question].map((text) => JSON.stringify(text)).join(", ");
  const header = {
    msg_id: id,
    msg_type: "execute_request",
    session: id,
    username: "",
    version: "5.3",
    date: new Date().toISOString(),
  };
  const content = {
    code: `await globalThis[Symbol.for("${SYMBOL}")]?.(${call});`,
    silent: true,
    store_history: false,
    allow_stdin: false,
  };
  const answered = new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
  const message = { header, content, parent_header: {}, metadata: {}, buffers: [] };
  open.send(JSON.stringify({ ...message, channel: "shell" }));
  const late = new Promise((_, reject) =>
    setTimeout(
      () => reject(new Error("The kernel is busy, or the cell must be run again")),
      TIMEOUT_MS,
    )
  );
  return await Promise.race([answered, late]);
}

/** Asks the newest question that `read` gives, one at a time; `show` gets what came of the last. */
// deno-lint-ignore no-unused-vars -- the pages that this is part of call it
function createAsker(read, show) {
  let asking = false, changed = false;
  return async function ask() {
    changed = true;
    if (asking) return;
    asking = true;
    while (changed) {
      changed = false;
      await askKernel(read()).then((answer) => show(answer), (error) => show(undefined, error));
    }
    asking = false;
  };
}
