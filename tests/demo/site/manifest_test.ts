import assert from "node:assert/strict";
import { PNG } from "pngjs";
import { Buffer } from "node:buffer";
import { createManifest, drawIcons, ICON_SIZES } from "../../../lib/demo/site/manifest.ts";

const ICON = new URL("../../../lib/demo/page/icon.svg", import.meta.url);

Deno.test("createManifest() asks for icons that drawIcons() makes, of their sizes, from edge to edge", async () => {
  const icons = await drawIcons(await Deno.readTextFile(ICON));
  const named = JSON.parse(createManifest()).icons.map(({ src }: { src: string }) => src);
  for (const side of ICON_SIZES) {
    const { width, height, data } = PNG.sync.read(Buffer.from(icons.get(`icons/${side}.png`)!));
    assert.deepEqual([width, height], [side, side]);
    assert.equal(data[3], 255, "a system rounds the corners itself");
    assert.ok(named.includes(`./icons/${side}.png`));
  }
});

Deno.test("createManifest() holds below any path", () => {
  const { start_url, scope, id } = JSON.parse(createManifest());
  assert.deepEqual([start_url, scope, id], ["./", "./", "./"]);
});
