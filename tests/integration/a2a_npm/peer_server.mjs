// The SDK's server with an agent that says the text in capitals, word by word; serves several paths with one card each.
import http from "node:http";
import { DefaultRequestHandler, InMemoryTaskStore, JsonRpcTransportHandler } from "@a2a-js/sdk/server";

class Shouter {
  async execute({ userMessage, taskId, contextId, task }, bus) {
    const text = userMessage.parts.map((part) => part.text ?? "").join("");
    const status = (state, words) => ({
      state,
      timestamp: new Date().toISOString(),
      ...(words && { message: { kind: "message", messageId: `${taskId}-${state}`, role: "agent", parts: [{ kind: "text", text: words }] } }),
    });
    const update = (state, final, words) =>
      bus.publish({ kind: "status-update", taskId, contextId, status: status(state, words), final });
    if (!task) bus.publish({ kind: "task", id: taskId, contextId, status: status("submitted"), history: [userMessage] });
    update("working", false, "on it");
    if (text.includes("please fail")) update("failed", true, "no luck today");
    else if (text.includes("please ask")) update("input-required", true, "Which one?");
    else {
      text.toUpperCase().split(/(?<= )/).forEach((word, i, all) => bus.publish({
        kind: "artifact-update", taskId, contextId, append: i > 0, lastChunk: i + 1 === all.length,
        artifact: { artifactId: "answer", name: "answer", parts: [{ kind: "text", text: word }] },
      }));
      update("completed", true);
    }
    bus.finished();
  }
  async cancelTask() {}
}

export async function start() {
  const server = http.createServer(async (request, response) => {
    const base = `http://${request.headers.host}`;
    const path = request.url.replace(/\/?\.well-known\/agent-card\.json$/, "");
    if (request.method === "GET") {
      const card = cards(base + path);
      return response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(card));
    }
    let body = "";
    for await (const piece of request) body += piece;
    const answer = await handler.handle(JSON.parse(body));
    if (!answer[Symbol.asyncIterator]) {
      return response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(answer));
    }
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    for await (const event of answer) response.write(`data: ${JSON.stringify(event)}\n\n`);
    response.end();
  });
  const cards = (url) => ({
    name: "Shouter", description: "Says it loud", url, version: "1", protocolVersion: "0.3.0", preferredTransport: "JSONRPC",
    capabilities: { streaming: true }, defaultInputModes: ["text/plain"], defaultOutputModes: ["text/plain"], skills: [],
  });
  const handler = new JsonRpcTransportHandler(new DefaultRequestHandler(cards("http://unused"), new InMemoryTaskStore(), new Shouter()));
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { url: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}
