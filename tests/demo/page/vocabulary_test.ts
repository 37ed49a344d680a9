import assert from "node:assert/strict";
import { DIGIT_CLASSES } from "../../../lib/dataset/labeled_images.ts";
import { describeClasses, withArticle } from "../../../lib/demo/page/vocabulary.ts";

Deno.test("describeClasses() tells digits and letters from other classes, and counts them", () => {
  assert.deepEqual(describeClasses(DIGIT_CLASSES), { noun: "digit", all: "the ten" });
  assert.deepEqual(describeClasses(["a", "b", "ß"]), { noun: "letter", all: "the three" });
  assert.deepEqual(describeClasses([...DIGIT_CLASSES, "A", "B", "C"]), {
    noun: "class",
    all: "the 13",
  });
  assert.equal(describeClasses(["T-shirt", "Bag"]).noun, "class");
});

Deno.test("withArticle() goes by the sound of a digit, of a letter's name, or of a word", () => {
  const an = ["8", "A", "F", "h", "M", "X", "11", "18", "80", "Ankle boot", "owl"];
  const a = ["0", "1", "7", "B", "U", "W", "118", "T-shirt", "unicorn", "ten"];
  for (const name of an) assert.equal(withArticle(name), `an ${name}`);
  for (const name of a) assert.equal(withArticle(name), `a ${name}`);
});
