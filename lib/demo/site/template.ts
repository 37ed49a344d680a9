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
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** What the page is put together for. */
export interface TemplateOptions {
  /** The page's public address, which ends in a slash: previews of links want whole addresses. */
  url?: string;
  /** The service worker's file, where the page is to work offline. */
  serviceWorker?: string;
}

/** Fills in the security policy, the address, and the models to choose from, the first one chosen. */
export function fillTemplate(
  template: string,
  cards: readonly ModelCard[],
  { url, serviceWorker }: TemplateOptions = {},
): string {
  const options = cards.map((card) => {
    const facts = listFacts(card), name = escapeHtml(card.name);
    const classes = escapeHtml(JSON.stringify(card.classes));
    const text = escapeHtml([card.name, facts].filter(Boolean).join(": "));
    return `<option value="${name}" data-facts="${escapeHtml(facts)}" data-classes="${classes}">` +
      `${text}</option>`;
  });
  const base = escapeHtml(url ?? "./");
  const addressTags =
    `<meta property="og:url" content="${base}"><link rel="canonical" href="${base}">`;
  const fill: Record<string, string> = {
    "%CONTENT_SECURITY_POLICY%": CONTENT_SECURITY_POLICY,
    "%BASE%": base,
    "<!-- address -->": url ? addressTags : "",
    "<!-- offline -->": serviceWorker
      ? `<meta name="service-worker" content="./${escapeHtml(serviceWorker)}">`
      : "",
    "<!-- models -->": options.join(""),
  };
  return Object.entries(fill).reduce(
    (html, [mark, text]) => html.replace(mark, () => text),
    template,
  );
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
