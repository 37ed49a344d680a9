import assert from "node:assert/strict";
import { findDefinition } from "./cell_rules.ts";

for (
  const source of [
    "function f() {}",
    "function* g() {}",
    "async function f() {}",
    "export class A {}",
    "class A extends B {}",
    "const A = class {};",
    "for (const x of y) f(x);",
    "for await (const x of y) f(x);",
    "while (true) f();",
    "do f(); while (x);",
    "if (x) f();",
    "switch (x) {}",
    "try { f(); } catch {}",
    "const f = (x: number) => x + 1;",
    "const f: Mapper = async (x) => await x;",
    "let f = x => x;",
    "await show(rows.map((row) => { return row; }));",
    "// a comment\nif (x) f();",
    "`template`;\nfor (;;) f();",
  ]
) {
  Deno.test(`findDefinition() finds one in ${JSON.stringify(source)}`, () => {
    assert.notEqual(findDefinition(source), undefined);
  });
}

for (
  const source of [
    `import { a } from "./for/while.ts";`,
    "const rows = verdicts.map(({ index }) => predictions[index]);",
    `await show(plot(rows, { title: "What speaks for the class, if any" }));`,
    "const { class: name, for: target } = record; // class of the record",
    "const tiles = tile(test, close, ({ runnerUp }) => `or ${runnerUp}`);",
    "/* function f() {} */ await show(table(a.class, b.if));",
    "const classes = describeClasses(train), ifAny = format(x);",
    `const text = 'it\\'s for (x) {}' + "if (a) \\" for";`,
  ]
) {
  Deno.test(`findDefinition() finds none in ${JSON.stringify(source)}`, () => {
    assert.equal(findDefinition(source), undefined);
  });
}
