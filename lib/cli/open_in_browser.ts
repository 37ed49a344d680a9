/**
 * Shows a page in the person's browser.
 *
 * @module
 */

/** Each system's own command for it; `npm:open` would need every permission there is. */
const COMMANDS: Partial<Record<typeof Deno.build.os, string>> = {
  darwin: "open",
  windows: "explorer",
};

/**
 * Opens an address in the browser that is set up on this machine.
 *
 * @returns Whether that worked.
 */
export async function openInBrowser(url: string): Promise<boolean> {
  const command = COMMANDS[Deno.build.os] ?? "xdg-open";
  try {
    const { success } = await new Deno.Command(command, { args: [url] }).output();
    return success || Deno.build.os === "windows"; // explorer exits with 1 whatever comes of it
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
