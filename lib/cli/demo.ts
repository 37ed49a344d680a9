/**
 * `deno task demo`: the page on which one draws a digit and sees it read.
 *
 * @module
 */
import { serveSite, USUAL_PORT } from "../demo/site/serve.ts";
import { createSite, type Site } from "../demo/site/site.ts";
import { writeSite } from "../demo/site/write_site.ts";
import { InputError } from "../errors.ts";
import { MODELS_DIR } from "../paths.ts";
import { createCommand, runCommand, wholeNumber } from "./command.ts";
import { fromHere } from "./here.ts";
import { openInBrowser } from "./open_in_browser.ts";

interface DemoOptions {
  port?: number;
  open?: true;
  build?: string;
  url?: string;
}

/** What putting the page together takes, and serving it from memory does not. */
const NO_LONGER_NEEDED = ["read", "write", "run", "env", "sys", "ffi"] as const;

async function main(args: string[]): Promise<void> {
  const options: DemoOptions = createCommand(
    "demo",
    "Serves a page on this machine on which one draws a digit and sees it read.",
  )
    .option(
      "--port <number>",
      `port to serve at (default: ${USUAL_PORT}, or a free one if that is taken)`,
      wholeNumber(1, 65535),
    )
    .option("--open", "open the page in the browser")
    .option("--build <dir>", "write the page as static files for any web host, and serve nothing")
    .option("--url <address>", "with --build: the page's address, for previews of links to it")
    .parse(args, { from: "user" })
    .opts();
  if (options.build !== undefined && (options.open || options.port !== undefined)) {
    throw new InputError("--build writes files and serves nothing: leave out --port and --open");
  }
  const site = await createSite(MODELS_DIR, {
    onSkip: (reason) => console.error(reason),
    // Not where it is only served: another page may come at the same address and port.
    offline: options.build !== undefined,
    url: options.url === undefined ? undefined : checkAddress(options),
  });
  if (options.build !== undefined) await build(site, options.build);
  else await serve(site, options);
}

/** The page's public address as a folder's. */
function checkAddress({ url, build }: DemoOptions): string {
  if (build === undefined) throw new InputError("--url goes with --build");
  if (!/^https?:/.test(url!) || !URL.canParse(url!)) {
    throw new InputError(`--url ${url}: expected an address such as https://example.org/digits/`);
  }
  const { href } = new URL(url!);
  return href.endsWith("/") ? href : `${href}/`;
}

async function build(site: Site, dir: string): Promise<void> {
  try {
    await writeSite(site, fromHere(dir));
  } catch (error) {
    const { message } = error as Error;
    const reason = error instanceof InputError ? message : `cannot write there: ${message}`;
    throw new InputError(`--build ${dir}: ${reason}`);
  }
  const bytes = site.values().reduce((sum, { body }) => sum + body.length, 0);
  const size = `${site.size} files, ${Math.round(bytes / 1000)} kB`;
  console.log(`${size}, in ${dir}; any web server can serve them, from any path`);
}

async function serve(site: Site, options: DemoOptions): Promise<void> {
  const { server, url } = serveSite(site, options);
  Deno.addSignalListener("SIGINT", () => server.shutdown());
  // Begun before the permission to run anything is gone, and not waited for: a browser's command may
  // take as long as the browser is open.
  if (options.open) openInBrowser(url).then(reportBrowser);
  for (const name of NO_LONGER_NEEDED) await Deno.permissions.revoke({ name });
  console.log(`Draw a digit at ${url} (Ctrl-C ends)`);
  await server.finished;
}

function reportBrowser(isFound: boolean): void {
  if (!isFound) console.error("demo: found no browser to open it with");
}

if (import.meta.main) await runCommand("demo", () => main(Deno.args));
