/**
 * What can be taken away from the page: a card, the picture that was read, and a link.
 *
 * @module
 */
/// <reference lib="dom" />
import { CARD, CARD_LOOK, type CardWords, paintCard } from "./card.ts";
import { findElement } from "./dom.ts";
import { Painter } from "./paper.ts";
import type { Sheet } from "./sheet.ts";

/** What is shared. */
export interface Shared {
  sheet: Sheet;
  words: CardWords;
  /** An address with the drawing; there is none of a picture, or of a very long drawing. */
  link: string | undefined;
  /** The picture that was read. */
  picture: OffscreenCanvas;
}

/** The page on one's own machine: a link to it leads nowhere else. */
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** Opens a dialog with the card whenever the button is pressed. */
export function attachShare(button: HTMLButtonElement, collect: () => Shared | undefined): void {
  const dialog = findElement("share-dialog", HTMLDialogElement);
  const canvas = findElement("card", HTMLCanvasElement);
  const link = findElement("link", HTMLInputElement);
  let shared: Shared | undefined;
  const onClick = (id: string, act: () => void) =>
    findElement(id, HTMLButtonElement).addEventListener("click", act);
  button.addEventListener("click", async () => {
    shared = collect();
    if (!shared) return;
    dialog.showModal();
    showLink(shared);
    // A canvas does not wait for fonts.
    await Promise.all(
      ["400 30px Inter", "400 30px 'Source Serif 4'"].map((font) =>
        document.fonts.load(font).catch(() => [])
      ),
    );
    if (shared) paint(canvas, shared);
  });
  onClick("save-card", async () => download(await toBlob(canvas), "card.png"));
  onClick("save-drawing", async () => {
    if (shared) download(await shared.picture.convertToBlob(), "digit.png");
  });
  onClick("copy-link", () => copy(link));
  const shareButton = findElement("share-card", HTMLButtonElement);
  shareButton.hidden = !canShareFiles();
  shareButton.addEventListener("click", async () => {
    const files = [new File([await toBlob(canvas)], "card.png", { type: "image/png" })];
    // A person may change their mind, which is an error to the browser.
    await navigator.share({ files, url: shared?.link }).catch(() => {});
  });
  onClick("share-close", () => dialog.close());
}

function paint(canvas: HTMLCanvasElement, { sheet, words }: Shared): void {
  const drawing = new OffscreenCanvas(1, 1);
  new Painter(drawing, CARD_LOOK).paint(sheet);
  canvas.width = CARD.width;
  canvas.height = CARD.height;
  canvas.ariaLabel = `Card: ${words.heading} ${words.lines.join(", ")}. ${words.verdict}`;
  paintCard(canvas.getContext("2d")!, { sheet: drawing, words });
}

function showLink({ link, sheet }: Shared): void {
  const field = findElement("link", HTMLInputElement);
  field.value = link ?? "";
  field.disabled = link === undefined;
  findElement("copy-link", HTMLButtonElement).disabled = link === undefined;
  findElement("link-note", HTMLElement).textContent = sheet.photo
    ? "There is no link to a picture: it stays on this device."
    : link === undefined
    ? "The drawing is too long for a link."
    : LOOPBACK.test(location.hostname)
    ? "The link holds the strokes. It works on this device only, as this page is served by it."
    : "The link holds the strokes themselves; nothing is stored anywhere.";
}

async function copy(field: HTMLInputElement): Promise<void> {
  field.select();
  const note = findElement("link-note", HTMLElement);
  try {
    await navigator.clipboard.writeText(field.value);
    note.textContent = "Copied.";
  } catch {
    note.textContent = "The browser does not let a page copy here: press Ctrl+C.";
  }
}

function canShareFiles(): boolean {
  const probe = new File([""], "card.png", { type: "image/png" });
  return navigator.canShare?.({ files: [probe] }) ?? false;
}

function toBlob(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob!), "image/png"));
}

function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000); // by then it is saved
}
