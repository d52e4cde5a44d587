import { readFile } from "node:fs/promises";
import { extname, join, sep } from "node:path";
import { contentSecurityPolicy } from "#shared/contentSecurityPolicy.ts";

export const appOrigin = "app://quarterdeck";
export const appAddress = `${appOrigin}/`;

const contentTypes: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/** One request of the page: a file of the folder, or 404. */
export async function answerAppRequest(
  request: { readonly method: string; readonly url: string },
  folder: string,
): Promise<Response> {
  const url = new URL(request.url);
  if (request.method !== "GET" && request.method !== "HEAD") return refusal(405);
  const path = url.host === "quarterdeck" ? fileFor(url.pathname, folder) : undefined;
  const contentType = path && contentTypes[extname(path)];
  if (!path || !contentType) return refusal(404);
  try {
    return new Response(await readFile(path), {
      headers: {
        "content-type": contentType,
        "content-security-policy": contentSecurityPolicy,
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        // Built files have their hash in their name; only the page itself must be asked for anew after an update.
        "cache-control": path.endsWith(".html") ? "no-cache" : "max-age=31536000, immutable",
      },
    });
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "EISDIR"))
      return refusal(404);
    throw error;
  }
}

/** The file a path means, or undefined where it would lead out of the folder. */
function fileFor(pathname: string, folder: string): string | undefined {
  const decoded = decode(pathname);
  if (decoded === undefined || decoded.includes("\0") || decoded.includes("\\")) return undefined;
  const path = join(folder, decoded === "/" ? "index.html" : decoded);
  return path.startsWith(folder + sep) ? path : undefined;
}

function decode(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

function refusal(status: 404 | 405): Response {
  return new Response(null, { status, headers: { "content-security-policy": contentSecurityPolicy } });
}
