"""A page whose words, names and addresses try to become markup in the page that shows them."""

from __future__ import annotations

from tests.pages.reading import ONE, THREE, TWO, URL

ATTACK = "</style></script><script>attacked = 1</script><img src=http://attack.invalid/i onerror='attacked = 1'>"
SAID = ATTACK.replace("<", "&lt;")
TITLE = f"Hội làng mở lại {ATTACK}"
HTML = f"""<html><head><title>{SAID}</title><base href="http://portal.vn/"><style>h1::before {{content: "x"}}</style>
<script>attacked = 1</script></head><body onload="attacked = 1">
<h1 class="{SAID}" id='"onclick=attacked=1'>{TITLE.replace("<", "&lt;")}</h1>
<p>12/06/2023</p>
<div id="{SAID}"><p>{ONE}</p><p>{TWO} {SAID}</p><p>{THREE} \u202eđảo ngược\u202c</p>
<img src="http://attack.invalid/a.png"><p>Ảnh: {SAID}</p>
<a href="javascript:attacked=1">Tệp {SAID}.pdf</a> <a href="/tep/a.pdf?x={SAID}">Tệp {SAID}.pdf</a></div>
<iframe src="http://attack.invalid/f"></iframe></body></html>"""
PAGE = URL, HTML.encode()
