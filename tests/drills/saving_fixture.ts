/** Saves models with seeds from 1 on, for saving_drills.ts to kill or to read beside: DIR FROM COUNT. */
import { createLenet5 } from "../../lib/model/zoo/lenet5.ts";
import { saveModel } from "../../lib/model/store.ts";

const [dir, from, count] = Deno.args;
const models = [1, 2].map((seed) => createLenet5({ seed }));
console.error("saving");
for (let save = Number(from); save < Number(from) + Number(count); save++) {
  const model = models[save % 2];
  await saveModel(dir, model, { seed: model.options.seed, save });
}
