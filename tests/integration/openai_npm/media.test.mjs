// Pictures, vectors, sounds and older completions: OpenAI's own client must be able to decode them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inflateSync } from "node:zlib";
import OpenAI, { toFile } from "openai";

const apiKey = process.env.AITB_TEST_KEY;
const client = new OpenAI({ apiKey, baseURL: process.env.OPENAI_URL, maxRetries: 0 });

/// Width and height of a PNG whose pixels are all there.
function measure(png) {
  assert.equal(png.subarray(1, 4).toString(), "PNG");
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  assert.equal(inflateSync(png.subarray(png.indexOf("IDAT") + 4, png.indexOf("IEND") - 8)).length, (3 * width + 1) * height);
  return [width, height];
}

test("a picture has the size that was asked for, and the same content for the same prompt", async () => {
  const ask = () => client.images.generate({ model: "gpt-image-1.5", prompt: "A red house", size: "1536x1024", quality: "low", n: 2 });
  const [one, other] = [await ask(), await ask()];
  assert.deepEqual(measure(Buffer.from(one.data[0].b64_json, "base64")), [1536, 1024]);
  assert.equal(one.data[0].b64_json, other.data[0].b64_json);
  assert.notEqual(one.data[0].b64_json, one.data[1].b64_json);
  assert.equal(one.usage.output_tokens, 816);
  assert.equal(one.size, "1536x1024");
});

test("a picture's address can be followed", async () => {
  const made = await client.images.generate({ model: "dall-e-3", prompt: "A red house", size: "1024x1024" });
  assert.equal(made.data[0].revised_prompt, "A red house");
  const answer = await fetch(made.data[0].url);
  assert.equal(answer.headers.get("content-type"), "image/png");
  assert.deepEqual(measure(Buffer.from(await answer.arrayBuffer())), [1024, 1024]);
  assert.equal((await fetch(made.data[0].url.replace(/img-\w+/, "img-none"))).status, 404);
});

test("a script sizes and refuses pictures", async () => {
  const small = await client.images.generate({ model: "gpt-image-1", prompt: "tiny" });
  assert.deepEqual(measure(Buffer.from(small.data[0].b64_json, "base64")), [64, 48]);
  await assert.rejects(client.images.generate({ model: "gpt-image-1", prompt: "refuse this" }), (error) => error.status === 400 && error.code === "moderation_blocked");
  await assert.rejects(client.images.generate({ model: "gpt-image-1", prompt: "x", size: "7x7" }), (error) => error.status === 400 && error.param === "size");
});

test("embeddings are unit vectors, packed or not", async () => {
  const model = "text-embedding-3-small";
  const packed = await client.embeddings.create({ model, input: ["one", "two"] });
  const plain = await client.embeddings.create({ model, input: "one", encoding_format: "float" });
  assert.equal(packed.data.length, 2);
  assert.equal(packed.data[0].embedding.length, 1536);
  for (let i = 0; i < 1536; ++i) assert.ok(Math.abs(packed.data[0].embedding[i] - plain.data[0].embedding[i]) < 1e-6);
  assert.notDeepEqual(packed.data[0].embedding, packed.data[1].embedding);
  const short = await client.embeddings.create({ model: "text-embedding-3-large", input: [[1, 2, 3]], dimensions: 256 });
  const length = Math.hypot(...short.data[0].embedding);
  assert.ok(Math.abs(length - 1) < 1e-5 && short.data[0].embedding.length === 256);
  assert.equal(short.usage.prompt_tokens, 3);
  await assert.rejects(client.embeddings.create({ model, input: "" }), OpenAI.BadRequestError);
});

test("speech is as long as its text, and can be transcribed", async () => {
  const say = async (input, more = {}) => Buffer.from(await (await client.audio.speech.create({ model: "tts-1", voice: "alloy", input, response_format: "wav", ...more })).arrayBuffer());
  const seconds = (wav) => wav.readUInt32LE(40) / wav.readUInt32LE(28);
  const [short, long] = [await say("Hello there."), await say("Hello there. ".repeat(10))];
  assert.equal(short.subarray(0, 4).toString(), "RIFF");
  assert.equal(short.length, 44 + short.readUInt32LE(40));
  assert.ok(Math.abs(seconds(long) / seconds(short) - 10) < 1);
  assert.ok(Math.abs(seconds(await say("Hello there.", { speed: 2 })) * 2 - seconds(short)) < 0.01);
  assert.ok(long.some((byte) => byte > 100), "it is not silent");
  const pcm = await say("Hello there.", { response_format: "pcm" });
  assert.equal(pcm.length, short.length - 44);
  await assert.rejects(say("x", { response_format: "mp3" }), (error) => error.status === 400 && error.param === "response_format");
  await assert.rejects(say("x", { voice: "nobody" }), (error) => error.param === "voice");

  const file = () => toFile(long, "long.wav");
  const plain = await client.audio.transcriptions.create({ model: "gpt-4o-transcribe", file: await file() });
  assert.equal(plain.usage.type, "tokens");
  const verbose = await client.audio.transcriptions.create({ model: "whisper-1", file: await file(), response_format: "verbose_json" });
  assert.equal(verbose.text, plain.text);
  assert.ok(Math.abs(verbose.duration - seconds(long)) < 0.01);
  assert.equal(verbose.segments.map((segment) => segment.text).join(""), verbose.text);
  const words = await client.audio.transcriptions.create({ model: "whisper-1", file: await file(), response_format: "verbose_json", timestamp_granularities: ["word"] });
  assert.ok(words.words.length >= 20);
  const srt = await client.audio.transcriptions.create({ model: "whisper-1", file: await file(), response_format: "srt" });
  assert.match(srt, /^1\n00:00:00,000 --> 00:00:\d\d,\d{3}\n\w/);
  const vtt = await client.audio.transcriptions.create({ model: "whisper-1", file: await file(), response_format: "vtt" });
  assert.match(vtt, /^WEBVTT\n\n00:00:00.000 --> /);
  let streamed = "", done = "";
  for await (const event of await client.audio.transcriptions.create({ model: "gpt-4o-transcribe", file: await file(), stream: true })) {
    if (event.type === "transcript.text.delta") streamed += event.delta;
    if (event.type === "transcript.text.done") done = event.text;
  }
  assert.equal(streamed, plain.text);
  assert.equal(done, plain.text);
  await assert.rejects(client.audio.transcriptions.create({ model: "gpt-4o-transcribe", file: await file(), response_format: "srt" }), OpenAI.BadRequestError);
});

test("older completions go on from prompts, streamed or not", async () => {
  const params = { model: "gpt-3.5-turbo-instruct", prompt: ["One", "Two"], max_tokens: 12, n: 2 };
  const whole = await client.completions.create(params);
  assert.deepEqual(whole.choices.map((choice) => choice.index), [0, 1, 2, 3]);
  assert.ok(whole.choices.every((choice) => choice.finish_reason === "length"));
  assert.equal(whole.usage.completion_tokens, 48);
  const texts = ["", "", "", ""];
  let usage = null;
  for await (const chunk of await client.completions.create({ ...params, stream: true, stream_options: { include_usage: true } })) {
    for (const choice of chunk.choices) texts[choice.index] += choice.text;
    usage = chunk.usage ?? usage;
  }
  assert.deepEqual(texts, whole.choices.map((choice) => choice.text));
  assert.deepEqual(usage, whole.usage);
  const echoed = await client.completions.create({ model: params.model, prompt: "One", echo: true });
  assert.ok(echoed.choices[0].text.startsWith("One"));
});
