import { type Attachment, chatLimits } from "#shared/contract/chatMessages.ts";

/** Pictures that models read. */
const pictureTypes: ReadonlySet<string> = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);

/** Text that browsers call something else, or nothing at all. */
const textEndings =
  /\.(txt|md|markdown|log|csv|tsv|json|jsonl|ya?ml|toml|ini|conf|cfg|env|xml|html?|css|scss|js|mjs|cjs|jsx|ts|tsx|mts|py|rb|go|rs|java|kt|c|h|cc|cpp|hpp|cs|php|swift|sh|bash|zsh|fish|ps1|sql|diff|patch|tex|lua|pl|r|vue|svelte|gradle|proto|graphql|dockerfile|makefile|gitignore|lock)$/i;

export type AttachmentProblem = "too-many" | "too-large" | "empty" | "wrong-kind";

/** The media type a file goes under; null for one that models cannot read. */
export function mediaTypeOf({ name, type }: { readonly name: string; readonly type: string }): string | null {
  const base = type.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (pictureTypes.has(base)) return base;
  if (base.startsWith("image/")) return base === "image/svg+xml" ? "text/plain" : null;
  if (base.startsWith("text/") || base === "application/json" || base === "application/xml") return "text/plain";
  if (textEndings.test(name) || /^(Dockerfile|Makefile|README|LICENSE)$/.test(name)) return "text/plain";
  return null;
}

/** Why a file cannot be attached beside those that are there; null if it can. */
export function attachmentProblem(
  file: { readonly name: string; readonly type: string; readonly size: number },
  present: readonly Pick<Attachment, "id">[],
): AttachmentProblem | null {
  if (present.length >= chatLimits.attachments) return "too-many";
  if (mediaTypeOf(file) === null) return "wrong-kind";
  if (file.size === 0) return "empty";
  return file.size > chatLimits.attachmentBytes ? "too-large" : null;
}
