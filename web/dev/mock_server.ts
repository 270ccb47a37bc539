// Vite middleware that answers /api/v1 out of the invented county, and sends the server's content security
// policy with the built pages. It runs in `vite` and `vite preview` only.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Plugin } from "vite";

import { MockApi, type Reply } from "./mock_api.ts";

const policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
    "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

type Next = () => void;

export function mockServer(): Plugin {
    const api = new MockApi();
    const answer = (request: IncomingMessage, response: ServerResponse, next: Next) => {
        if (!request.url?.startsWith("/api/v1/")) return next();
        void handle(api, request, response);
    };
    return {
        name: "husong-mock-server",
        configureServer: (server) => void server.middlewares.use(answer),
        configurePreviewServer: (server) => {
            server.middlewares.use((_request: IncomingMessage, response: ServerResponse, next: Next) => {
                response.setHeader("Content-Security-Policy", policy);
                next();
            });
            server.middlewares.use(answer);
        },
    };
}

async function handle(api: MockApi, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://localhost");
    const path = decodeURIComponent(url.pathname.slice("/api/v1".length));
    if (path === "/events") return streamEvents(api, request, response);
    const text = await bodyOf(request);
    const reply = api.answer({
        method: request.method ?? "GET",
        path,
        query: url.searchParams,
        header: (name) => String(request.headers[name] ?? ""),
        body: text ? (JSON.parse(text) as unknown) : null,
    });
    send(reply, request, response);
}

function send(reply: Reply, request: IncomingMessage, response: ServerResponse): void {
    for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
    if (reply.etag) {
        response.setHeader("ETag", reply.etag);
        if (request.headers["if-none-match"] === reply.etag) reply = { status: 304 };
    }
    response.statusCode = reply.status;
    const kind = reply.status < 400 ? "application/json" : "application/problem+json";
    response.setHeader("Content-Type", kind);
    response.setHeader("Cache-Control", "no-store");
    response.end(reply.body === undefined ? "" : JSON.stringify(reply.body));
}

function streamEvents(api: MockApi, request: IncomingMessage, response: ServerResponse): void {
    if (!api.isSignedIn(String(request.headers.cookie ?? ""))) {
        response.statusCode = 401;
        return void response.end();
    }
    response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
    response.write(": connected\n\n");
    const stop = api.listen((id, finding) => {
        response.write(`id: ${id}\nevent: finding\ndata: ${JSON.stringify(finding)}\n\n`);
    });
    request.on("close", stop);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    return text;
}
