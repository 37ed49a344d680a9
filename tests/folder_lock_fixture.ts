/** Holds a folder's lock, for folder_lock_test.ts to be refused and to kill. */
import { lockFolder } from "../lib/folder_lock.ts";

await lockFolder(Deno.args[0], { work: "training" });
console.log("locked");
setTimeout(() => {}, 60_000);
