import { existsSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { AppError } from "#shared/errors/appError.ts";

/**
 * The built page, which anybody who reaches this listener may load: it holds no data and is where one signs in. Files under
 * `assets/` have their hash in their name and never change. Any other address without a file is the page's own business.
 */
export async function addRendererRoutes(server: FastifyInstance, folder: string): Promise<void> {
  const isBuilt = existsSync(join(folder, "index.html"));
  await server.register(fastifyStatic, {
    root: folder,
    serve: isBuilt,
    index: "index.html",
    cacheControl: false,
    suppressWarning: true,
    setHeaders: (reply, path) => {
      const isHashed = path.startsWith(join(folder, "assets"));
      reply.header("cache-control", isHashed ? "public, max-age=31536000, immutable" : "no-cache");
    },
  });
  server.setNotFoundHandler(async (request, reply) => {
    const isPage = request.method === "GET" && (request.headers.accept ?? "").includes("text/html");
    if (!isPage || ownPaths.test(request.url)) throw new AppError("UNKNOWN_CALL");
    if (isBuilt) return reply.sendFile("index.html");
    return reply.code(503).type("text/plain; charset=utf-8").send(notBuilt);
  });
}

/** Where nothing of the page's lives: an unknown address here is an error, not a page. */
const ownPaths = /^\/(api|auth|socket\.io|ws|assets|hook|trust)(\/|\?|$)/;
const notBuilt = "The interface has not been built here. Run `npm run build` in the project's folder.\n";
