/** A runner whose kernel is busy, for notebook_drills.ts to kill. */
import { Kernel } from "../../lib/jupyter/kernel.ts";

const kernel = await Kernel.start(Deno.cwd());
kernel.execute("console.log(Deno.pid); while (true);", ({ content }) => {
  console.error(`kernel ${content.text}`);
});
