// SPDX-License-Identifier: Apache-2.0
// Look of the result page: large type, high contrast, one column on a phone, printable in black and white.
#pragma once

namespace ippyo::demo {

inline constexpr char kResultStyle[] = R"(
:root{--ink:#1a1a1c;--paper:#fff;--soft:#f2f4f8;--line:#b4b9c4;--accent:#0031d8;--bar:#8fa6f0;--good:#0b5c2b;--bad:#a30000}
*{box-sizing:border-box}
body{margin:0;background:var(--soft);color:var(--ink);font:1.125rem/1.7 "Noto Sans CJK JP","Noto Sans JP","Hiragino Sans",Meiryo,sans-serif}
header,main,footer{max-width:52rem;margin:0 auto;padding:1rem}
header{position:relative}
h1{font-size:1.75rem;line-height:1.4;margin:.5rem 0}
h2{font-size:1.375rem;margin:0 0 .5rem}
.rehearsal{display:inline-block;margin:0;padding:.1rem .9rem;border:2px solid var(--ink);font-weight:700}
.verdict{margin:.5rem 0;padding:.75rem 1rem;font-weight:700;background:var(--paper);border-left:.5rem solid}
.good{color:var(--good)}.bad{color:var(--bad)}
section{background:var(--paper);border:1px solid var(--line);border-radius:.5rem;padding:1.25rem;margin:0 0 1rem}
table{width:100%;border-collapse:collapse}
th,td{padding:.4rem .5rem;text-align:left;border-bottom:1px solid var(--line);vertical-align:middle}
tbody th{font-weight:500}
thead th:nth-of-type(2),.votes{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.bar{width:40%}.bar i{display:block;height:1.1rem;background:var(--bar);min-width:1px}
.won th,.won .votes{font-weight:700}.won .bar i{background:var(--accent)}
.mark{white-space:nowrap;font-weight:700}
.note{margin:0 0 .5rem}
.classes{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;margin:1rem 0 0}
.classes div{display:flex;gap:.5rem}.classes dt:after{content:":"}.classes dd{margin:0;font-weight:700;font-variant-numeric:tabular-nums}
.story{padding-left:1.6rem;margin:0}.story li{margin:.3rem 0}
pre{background:var(--soft);padding:.6rem 1rem;overflow-x:auto}
.facts dt{font-weight:700}.facts dd{margin:0 0 .5rem;overflow-wrap:anywhere}
#language{position:absolute;top:1rem;right:1rem;font:inherit;min-height:2.75rem;padding:.2rem 1rem;background:var(--paper);color:var(--accent);border:2px solid;border-radius:.4rem;cursor:pointer}
#language:focus-visible{outline:4px solid #000;outline-offset:2px;background:#ffd43d}
.one [lang=en]:not(html){display:none}.one.en [lang=ja]:not(html){display:none}.one.en [lang=en]{display:inline}
html:not(.one) span[lang=en]{display:block;color:#4a4a50}
@media(max-width:36rem){.bar{display:none}h1{font-size:1.4rem;padding-right:0}header #language{position:static}}
@media print{body{background:#fff}section{break-inside:avoid}#language{display:none}.bar i{print-color-adjust:exact}}
)";

/// Shows one language at a time; without it both stand one below the other.
inline constexpr char kResultScript[] = R"(
(function(){var root=document.documentElement,button=document.getElementById('language'),en=false;
function show(){root.className='one'+(en?' en':'');root.lang=en?'en':'ja';button.textContent=en?'日本語':'English';button.lang=en?'ja':'en'}
button.hidden=false;button.onclick=function(){en=!en;show()};show()})();
)";

}  // namespace ippyo::demo
