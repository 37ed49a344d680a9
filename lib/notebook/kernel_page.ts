/**
 * Pages below a cell that ask the kernel. They talk to it through the notebook server, as the notebook itself
 * does: it works over SSH and on a hub too, no port is opened, and a saved notebook holds no address.
 *
 * @module
 */
import { escapeXml } from "../plots/figure.ts";
import { DARK_THEME_RULE, FIGURE_CLASS } from "./figure_style.ts";
import { inJupyter, publish } from "./kernel_output.ts";

/** The name under which pages call the kernel, and the type of the message that answers them. */
const SYMBOL = "lenet5_page";

const ASK_KERNEL = new URL("./ask_kernel.js", import.meta.url);

/** A page with the kernel's side of it. */
export interface KernelPage {
  /** What it is called, and what the kernel knows it by. */
  name: string;
  /** The page, in which `__ASK_KERNEL__` stands for the script that asks, and `__DATA__` for `data`. */
  file: URL;
  data?: unknown;
  heightPx: number;
  /** A line for where the page cannot work: without a kernel, or where the viewer drops it. */
  hint: string;
  /** Answers a question of the page; what is thrown is shown there. */
  answer(question: string): Promise<unknown>;
}

/** Shows a page below the running cell. */
export async function showPage(page: KernelPage): Promise<void> {
  answerPage(page);
  const html = await renderPage(page, Deno.env.get("JPY_SESSION_NAME") ?? "");
  await publish({
    data: {
      "text/html": `<style>${DARK_THEME_RULE}</style>` +
        `<iframe class="${FIGURE_CLASS}" title="${page.name}" width="100%" ` +
        `height="${page.heightPx}" style="border:0;border-radius:8px" ` +
        `srcdoc="${escapeXml(html)}"></iframe><p>${page.hint}</p>`,
      "text/plain": page.hint,
    },
  });
}

const answers = new Map<string, KernelPage["answer"]>();

/** Lets a page call this kernel; of pages of the same name the last one answers. */
function answerPage({ name, answer }: KernelPage): void {
  if (!inJupyter()) return;
  answers.set(name, answer);
  const calls = globalThis as Record<symbol, unknown>;
  calls[Symbol.for(SYMBOL)] = async (page: string, id: string, question: string) => {
    const reply = await answers.get(page)?.(question)
      .then((answer) => ({ answer }), (error: Error) => ({ error: error.message }));
    if (reply) await Deno.jupyter.broadcast(SYMBOL, { id, ...reply });
  };
}

/**
 * Puts a page together.
 *
 * @param notebook Path of the notebook, by whose name the page finds the kernel.
 */
export async function renderPage(
  { name, file, data }: Pick<KernelPage, "name" | "file" | "data">,
  notebook: string,
): Promise<string> {
  const texts: Record<string, string> = {
    __ASK_KERNEL__: await Deno.readTextFile(ASK_KERNEL),
    __DATA__: (JSON.stringify(data) ?? "null").replaceAll("<", "\\u003c"),
    __NOTEBOOK__: notebook.split(/[\\/]/).at(-1)!.replace(/["\\<]/g, ""),
    __PAGE__: name,
    __SYMBOL__: SYMBOL,
  };
  const replace = (text: string) => text.replace(/__[A-Z_]+__/g, (key) => texts[key] ?? key);
  return replace(replace(await Deno.readTextFile(file)));
}
