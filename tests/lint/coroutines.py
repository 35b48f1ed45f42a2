"""Flags the co_await statements that GCC 12.2 miscompiles: a braced list, a capturing lambda or a class-typed ?: in the
same full expression. usage: coroutines.py ROOT. See docs/coding-style.md."""
import pathlib
import re
import sys

BAD = [
    "co_await p.exchange(Request{1, 2});",
    "co_await send({a, b});",
    "auto r = co_await f([big] { return 1; });",
    "co_await f([x = std::move(x)]() { return x; });",
    "co_await take(c ? T(1) : T(2));",
    "Agg g{co_await a(), 1};",
    "co_return co_await f(Pair{x});",
    "for (auto& x : co_await f({1})) use(x);",
]
GOOD = [
    "co_await p.exchange(std::move(request));",
    "const Reply reply = co_await chat(session, std::move(asked));",
    "if (const auto item = co_await queue.pop()) { use(*item); }",
    "while (co_await more(parser)) { step(); }",
    "co_await f([&] { return 1; });",
    "auto work = [x] { return x; };\nco_await f(work);",
    "struct A { int a; };\nco_await g();",
    "const Ready what = co_await h();",
]


def clean(text):
    """The text with comments and literals blanked out, line breaks kept."""
    pattern = r'//[^\n]*|/\*.*?\*/|R"\((?:.|\n)*?\)"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\''
    return re.sub(pattern, lambda m: re.sub(r"[^\n]", " ", m.group()), text, flags=re.S)


def statement(text, at):
    """The full expression around `at`: outwards to ; or to a brace that opens or closes a block, brackets balanced."""
    start, depth = at, 0
    while start > 0:
        c = text[start - 1]
        if c in ")]}":
            if c == "}" and depth == 0:
                break
            depth += 1
        elif c in "([{":
            if depth == 0 and c == "{" and re.search(r"[)\]\w>]\s*$", text[:start - 1]) is None:
                break
            if depth == 0 and c == "{" and re.search(r"(\)|\belse|\bdo|\btry|\bconst|\bnoexcept|\boverride|->\s*[\w:<>, ]+)\s*$", text[:start - 1]):
                break
            depth = max(0, depth - 1)
        elif c == ";" and depth == 0:
            break
        start -= 1
    end, depth = at, 0
    while end < len(text):
        c = text[end]
        if c in "([":
            depth += 1
        elif c == "{":
            if depth <= 0 and re.search(r"\)\s*$", text[:end]):
                break  # the body of if, while, for
            depth += 1
        elif c in ")]}":
            depth -= 1
        elif c == ";" and depth <= 0:
            break
        end += 1
    return text[start:end]


def fault(expression):
    code = re.sub(r"\b(if|while|for|switch)\s*\(", "(", expression)
    if re.search(r"\[(?!\s*[&\]])[^\[\]]*\]\s*(\([^()]*\)\s*)?(mutable\s*)?(->[^{]*)?\{", code) and re.search(r"[(,=]\s*\[", code):
        return "a capturing lambda"
    bodies = re.sub(r"\[\s*&?\s*\]\s*(\([^()]*\)\s*)?(mutable\s*)?(->[^{]*)?\{[^{}]*\}", "lambda", code)
    if re.search(r"[\w>(,=]\s*\{[^{}]*[^{}\s][^{}]*\}", bodies) or re.search(r"\w\s*\{[^{}]*co_await", bodies):
        return "a braced list"
    if re.search(r"\?[^;]*:(?!:)", bodies) and re.search(r"\?\s*[A-Z]\w*\s*[({]", bodies):
        return "a class-typed ?:"
    return None


def check(text):
    text = clean(text)
    for match in re.finditer(r"\bco_await\b", text):
        expression = statement(text, match.start())
        found = fault(expression)
        if found:
            yield text.count("\n", 0, match.start()) + 1, found, " ".join(expression.split())[:100]


def main(root):
    wrong = [s for s in BAD if not list(check("task<> f() {\n" + s + "\n}"))] + \
            [s for s in GOOD if list(check("task<> f() {\n" + s + "\n}"))]
    for sample in wrong:
        print("this check misjudges its own sample:", sample)
    bad = 0
    for folder in ("sdk", "core", "plugins", "examples"):
        for path in sorted(pathlib.Path(root, folder).rglob("*.[ch]pp")):
            for line, found, expression in check(path.read_text()):
                print(f"{path.relative_to(root)}:{line}: {found} in a statement with co_await: {expression}")
                bad += 1
    return 1 if bad or wrong else 0


sys.exit(main(sys.argv[1]))
