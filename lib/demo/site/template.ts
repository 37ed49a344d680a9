/**
 * Fills the page's HTML with what is known when it is put together.
 *
 * @module
 */
import type { ModelCard } from "../../reader/published_model.ts";

/** Nothing but the page's own files, and no code but its scripts and WebAssembly. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** Fills in the security policy, and the models to choose from, the first one chosen. */
export function fillTemplate(template: string, cards: readonly ModelCard[]): string {
  const options = cards.map((card) => {
    const name = escapeHtml(card.name), facts = escapeHtml(listFacts(card));
    return `<option value="${name}" data-facts="${facts}">${name}</option>`;
  });
  return template
    .replace("%CONTENT_SECURITY_POLICY%", () => CONTENT_SECURITY_POLICY)
    .replace("<!-- models -->", () => options.join(""));
}

/** Such as "61,932 parameters, 0.38% test error"; empty if nothing is known. */
export function listFacts({ parameters, test }: ModelCard): string {
  return [
    parameters !== undefined && `${parameters.toLocaleString("en")} parameters`,
    test && `${(100 * test.errors / test.n).toFixed(2)}% test error`,
  ].filter(Boolean).join(", ");
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character]);
}
