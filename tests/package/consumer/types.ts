// Never run: the types of the package must be whole for those who use them from TypeScript.
import type { LabeledImages } from "@lenet5/digits/dataset";
import { createReader, type Reading } from "@lenet5/digits/reader";
import { DEFAULT_RECIPE, trainModel } from "@lenet5/digits/training";
import { createNetwork } from "@lenet5/digits/model";

export async function use(set: LabeledImages, model: URL): Promise<string> {
  const read = await createReader({ model });
  const reading: Reading = await read({ width: 1, height: 1, data: new Uint8Array(4) });
  const data = { train: set, validation: set };
  const options = { recipe: DEFAULT_RECIPE, workers: 1 };
  for await (const event of trainModel(createNetwork("lenet5"), data, options)) {
    if (event.type === "epoch") return event.record.validationAccuracy.toFixed(3);
  }
  // @ts-expect-error A verdict is one of three words; were it of no known type, anything would do.
  if (reading.digits[0].verdict === "certain") return "";
  return reading.text;
}
