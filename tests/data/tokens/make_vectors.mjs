// Makes vectors.jsonl: texts and their token ids by the reference encoder.
//   npm install --no-save tiktoken@1.0.22 && node tests/data/tokens/make_vectors.mjs > tests/data/tokens/vectors.jsonl
import { get_encoding } from "tiktoken";

const texts = [
  "", "a", " ", "\n", "hello world", "Hello, World!", "  leading", "trailing  ", "two  spaces", "tab\tand\nnewline\r\n",
  "a\n\n\nb", "a \n \n b", "   \n   ", "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n", " ".repeat(200) + "x", "\t".repeat(33), " \u3000 \u00a0x",
  "\u180ex \u180e", "a\u0085b\u2028c\u2029d", "\u200bzero\u200bwidth\u200d", "\ufeffbom",
  "I'm you're he'll she'd we've it's can't don't I'D YOU'RE IT'S", "l'été qu'il d'accord aujourd'hui", "'s 't 're 've 'm 'll 'd 'x",
  "Straße'ſ ’s don’t", "0", "12", "123", "1234", "1234567890", "3.14159", "1,000,000.00", "0x1F4A9", "１２３４五六", "²³¼½Ⅷ", "٠١٢٣٤٥٦٧٨٩",
  "camelCaseIdentifier", "PascalCaseIdentifier", "SCREAMING_SNAKE_CASE", "HTTPServerError2XXResponse", "iPhone eBay McDonald",
  "Pneumonoultramicroscopicsilicovolcanoconiosis", "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
  "a".repeat(1000), "ab".repeat(400), "z".repeat(63), "z".repeat(64), "z".repeat(65), "A".repeat(129), "=".repeat(300), "-_".repeat(100), "你".repeat(120),
  "The quick brown fox jumps over the lazy dog.", "Ceci n'est pas une pipe — c'est un modèle de langage.",
  "Der Fluß fließt über die Brücke; größer, älter, schöner.", "Съешь же ещё этих мягких французских булок, да выпей чаю.",
  "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία.", "我能吞下玻璃而不伤身体。今天天气很好，我们去公园散步吧！", "私はガラスを食べられます。それは私を傷つけません。ｶﾀｶﾅ",
  "나는 유리를 먹을 수 있어요. 그래도 아프지 않아요", "أنا قادر على أكل الزجاج و هذا لا يؤلمني.", "אני יכול לאכול זכוכית וזה לא מזיק לי.",
  "मैं काँच खा सकता हूँ और मुझे उससे कोई चोट नहीं पहुंचती.", "ฉันกินกระจกได้ แต่มันไม่ทำให้ฉันเจ็บ", "Tôi có thể ăn thủy tinh mà không hại gì.",
  "மொழி தமிழ்", "ქართული ენა", "Հայերեն լեզու", "አማርኛ ቋንቋ", "Türkçe İstanbul ığüşöç", "Zażółć gęślą jaźń", "e\u0301 vs é, n\u0303 vs ñ", "ǅungla ǈiljan ʰmodifier",
  "😀", "👍🏽 👩‍👩‍👧‍👦 🇩🇪🇫🇷 ❤️ ☕️", "🙂🙃🙂🙃".repeat(10), "text😀text 😀 text", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𝟘𝟙𝟚 𠜎𠜱", "\u{10ffff}\u{e000}",
  "<|endoftext|> is <|fim_prefix|> plain text here <|im_start|>", "https://example.org/a/b?c=d&e=%20f#g", "user.name+tag@example.com",
  "/usr/local/lib//../x/\n/next", "C:\\Users\\name\\file.txt\r\n", "**bold** _it_ `code` ~~x~~ [l](u) # h\n\n- a\n- b\n  1. c\n",
  "int main(int argc, char** argv) {\n  for (int i = 0; i < argc; ++i) {\n    printf(\"%s\\n\", argv[i]);\n  }\n  return 0;\n}\n",
  "def f(x: int) -> str:\n    \"\"\"Doc.\"\"\"\n    return f'{x:>10}' if x != 0 else None\n\n\nclass A(B):\n\tpass\n",
  "{\"id\":\"chatcmpl-123\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":null}]}",
  "SELECT a.id, COUNT(*) FROM t AS a WHERE a.x IS NOT NULL GROUP BY 1 HAVING COUNT(*) > 3;", "<p class=\"x\">A &amp; B</p>\n<!-- c -->\n",
  "!!!???...;;;:::", "a/b/c\n\n/d", "x = y // z\n\n\n", "...\n\n\nNext", "«Ça va ?» „So“ “quotes” ‘single’ … – — ‰ € £ ¥ №", "\u0000\u0001\u0007\u001b[31mred\u001b[0m\u007f",
  "line one\r\nline two\r\n\r\nline four", "mixed \r\r\n\n\r end", "ﬁ ﬂ ﬃ ligatures ﷺ", "\u0301\u0301 lonely marks", "a\u200db 0\ufe0f\u20e3",
];

// And random mixtures: what nobody would think of.
let state = 20240901n;
const draw = (n) => {
  state = (state * 6364136223846793005n + 1442695040888963407n) & ((1n << 64n) - 1n);
  return Number((state >> 33n) % BigInt(n));
};
const alphabets = [
  [..." \n\t\r\u3000\u00a0"], [..."abcdefghijklmnopqrstuvwxyz"], [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"], [..."0123456789"], [...".,;:!?/'\"-_()[]{}<>|=+*&^%$#@~`\\"],
  [..."äöüßéèçñåøłğı"], [..."абвгдежзийклмнопрстуфхцчшщъыьэюя"], [..."АБВГДЕ"], [..."的一是不了人我在有他这中大来上国"], [..."あいうえおアイウエオ"], [..."가나다라마바사"],
  [..."ابتثجحخدذرز"], [..."कखगघचािीुू्ं"], [..."กขคงจฉิีึุู่้"], [..."😀🎉🚀👍❤\u{1f3fd}\u200d\ufe0f"], [..."\u0301\u0308ʰˀǅⅧ²½٣"], ["'s", "'t", "'LL", "'re", "'ſ", "the", " of", " and", "ing"],
];
for (let i = 0; i < 300; i++) {
  let text = "";
  for (let runs = 1 + draw(12); runs > 0; runs--) {
    const alphabet = alphabets[draw(alphabets.length)];
    for (let n = 1 + draw(draw(8) === 0 ? 90 : 6); n > 0; n--) text += alphabet[draw(alphabet.length)];
  }
  texts.push(text);
}

const encodings = ["o200k_base", "cl100k_base"].map((name) => [name, get_encoding(name)]);
for (const text of texts) {
  const row = { text };
  for (const [name, encoding] of encodings) row[name] = [...encoding.encode_ordinary(text)];
  console.log(JSON.stringify(row));
}
