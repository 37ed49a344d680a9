/** tfjs on its `cpu` backend, for tests that hold something against it. */
import { prepareTfjs, tf, useBackend } from "../../lib/tfjs/backend.ts";

await prepareTfjs();

export { tf, useBackend };
