import assert from "node:assert/strict";
import { join } from "@std/path";
import {
  type CommitteeMember,
  isCommittee,
  loadCommittee,
  saveCommittee,
} from "../../lib/model/committee.ts";
import { loadModel, saveCalibration, saveModel } from "../../lib/model/store.ts";
import { createLenet1 } from "../../lib/model/zoo/lenet1.ts";
import { createLenet4 } from "../../lib/model/zoo/lenet4.ts";

/** Runs `check` in a folder that holds the saved models a (LeNet-1), b (LeNet-4) and c (of two classes). */
async function withModels(
  check: (dir: string, members: CommitteeMember[]) => Promise<void>,
): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    const models = {
      a: createLenet1({ seed: 1 }),
      b: createLenet4({ seed: 2 }),
      c: createLenet1({ classes: ["yes", "no"] }),
    };
    const members: CommitteeMember[] = [];
    for (const [name, model] of Object.entries(models)) {
      const path = join(dir, name);
      await saveModel(path, model, { name });
      members.push({ path, ...await loadModel(path) });
    }
    await check(dir, members);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("saveCommittee() and loadCommittee() bring back members, record and calibration", () =>
  withModels(async (dir, [a, b]) => {
    const path = join(dir, "sub", "committee"), calibration = { of: "both" };
    await saveCommittee(path, [b, a], { record: { note: "two" }, calibration });
    assert.equal(await isCommittee(path), true);
    const loaded = await loadCommittee(path);
    assert.deepEqual(loaded.members.map(({ model }) => model), [b.model, a.model]);
    assert.deepEqual(loaded.members.map(({ run }) => run.name), ["b", "a"]);
    assert.equal(loaded.record.note, "two");
    assert.deepEqual(loaded.calibration, calibration);
    assert.deepEqual(await loadCommittee(join(path, "committee.json")), loaded);
    const { members } = JSON.parse(await Deno.readTextFile(join(path, "committee.json")));
    assert.deepEqual(members.map(({ path }: { path: string }) => path), ["../../b", "../../a"]);
    await saveCommittee(path, [a, b]);
    assert.equal((await loadCommittee(path)).calibration, undefined);
    await saveCalibration(path, calibration);
    assert.deepEqual((await loadCommittee(path)).calibration, calibration);
  }));

Deno.test("a committee moves together with its members", () =>
  withModels(async (dir, [a, b]) => {
    await saveCommittee(join(dir, "committee"), [a, b]);
    await Deno.rename(dir, `${dir}-moved`);
    try {
      assert.equal((await loadCommittee(join(`${dir}-moved`, "committee"))).members.length, 2);
    } finally {
      await Deno.rename(`${dir}-moved`, dir);
    }
  }));

Deno.test("a folder is a committee's or a single model's, whichever was saved last or refuses", () =>
  withModels(async (dir, [a, b]) => {
    const path = join(dir, "both");
    await saveCommittee(path, [a, b]);
    await assert.rejects(loadModel(path), {
      name: "InputError",
      message: /both: expected a single model, got a committee; name one of its members$/,
    });
    await saveModel(path, a.model, {});
    assert.equal(await isCommittee(path), false);
    assert.deepEqual((await loadModel(path)).model, a.model);
    await assert.rejects(saveCommittee(path, [a, b]), {
      name: "InputError",
      message: /both: expected a folder for a committee, got a single model's$/,
    });
    await assert.rejects(saveCommittee(join(path, "model.json"), [a, b]), {
      message: /got a file$/,
    });
  }));

Deno.test("saveCommittee() refuses a single member, other classes and the same weights twice", () =>
  withModels(async (dir, [a, b, c]) => {
    const path = join(dir, "committee");
    const cases: [CommitteeMember[], RegExp][] = [
      [[], /^expected at least two members of a committee, got 0$/],
      [[a], /^expected at least two members of a committee, got 1$/],
      [[a, b, c], /c: expected the classes of .*a \(0, 1, .*, 9\), got yes, no$/],
      [[a, b, { ...a, path: "copy" }], /^copy: expected another model than .*a, got the same/],
    ];
    for (const [members, message] of cases) {
      await assert.rejects(saveCommittee(path, members), { name: "InputError", message });
    }
    assert.equal(await isCommittee(path), false);
  }));

Deno.test("loadCommittee() names a member that is gone or is no longer what it was, in one line", () =>
  withModels(async (dir, [a, b, c]) => {
    const path = join(dir, "committee"),
      refuses = (message: RegExp) =>
        assert.rejects(loadCommittee(path, { shown: "mine" }), (error: Error) => {
          assert.equal(error.name, "InputError");
          assert.match(error.message, message);
          return !error.message.includes("\n");
        });
    await refuses(/^mine: expected a model there: found no committee\.json/);
    await saveCommittee(path, [a, b]);
    await saveModel(b.path, createLenet4({ seed: 9 }), {});
    await refuses(/^b: expected the weights with which it joined mine, got others/);
    await saveModel(b.path, c.model, {});
    await refuses(/^b: /);
    await Deno.remove(b.path, { recursive: true });
    await refuses(/^b: expected a model there: found no model\.json/);
    for (
      const [text, message] of [
        ["[", /committee\.json: expected JSON: [A-Z]/],
        ["[".repeat(200) + "]".repeat(200), /committee\.json: expected JSON of at most 100 levels/],
        ["{}", /^mine: expected a saved committee: committee\.json: members: expected a list/],
        ['{"members":[],"classes":[]}', /members: expected two members or more/],
      ] as const
    ) {
      await Deno.writeTextFile(join(path, "committee.json"), text);
      await refuses(message);
    }
    await Deno.writeTextFile(
      join(path, "committee.json"),
      JSON.stringify({ members: [{ path: "../a", weightsSha256: 5 }, {}], classes: ["0"] }),
    );
    await refuses(/committee\.json: members\[0\]\.weightsSha256: expected a SHA-256, got 5$/);
  }));

Deno.test("loadCommittee() refuses a list or a reader.json that was changed since it was saved, in one line", () =>
  withModels(async (dir, [a, b]) => {
    const path = join(dir, "committee"), calibration = { limits: { confidence: 0.9 } };
    const edit = async (name: string, from: string, to: string) => {
      const file = join(path, name), text = await Deno.readTextFile(file);
      assert.ok(text.includes(from));
      await Deno.writeTextFile(file, text.replace(from, to));
    };
    const cases: [string, string, string, RegExp][] = [
      [
        "reader.json",
        "0.9",
        "0.1",
        /the reader\.json that committee\.json records \(SHA-256 \w+\), got/,
      ],
      [
        "committee.json",
        "by hand",
        "by foot",
        /committee\.json: expected the record as it was saved/,
      ],
      ["committee.json", '"9"', '"nine"', /committee\.json: expected the record as it was saved/],
    ];
    for (const [name, from, to, message] of cases) {
      await saveCommittee(path, [a, b], { record: { note: "by hand" }, calibration });
      await loadCommittee(path);
      await edit(name, from, to);
      await assert.rejects(loadCommittee(path, { shown: "mine" }), (error: Error) => {
        assert.equal(error.name, "InputError");
        assert.match(error.message, message);
        return error.message.startsWith("mine: expected a saved committee: ");
      });
    }
    await assert.rejects(
      saveCalibration(path, calibration),
      /committee\.json: expected the record/,
    );
    await edit("committee.json", '"nine"', '"9"');
    await saveCalibration(path, { limits: { confidence: 0.5 } });
    assert.deepEqual((await loadCommittee(path)).calibration, { limits: { confidence: 0.5 } });
  }));
