// SPDX-License-Identifier: Apache-2.0
// Look of the result page: large type, high contrast, one column on a phone, printable in black and white.
#pragma once

namespace ippyo::demo {

inline constexpr char kResultStyle[] = R"(
:root{--ink:#1a1a1c;--paper:#fff;--soft:#f2f4f8;--line:#8a909c;--accent:#0031d8;--bar:#8fa6f0;--good:#0b5c2b;--bad:#a30000}
*{box-sizing:border-box}
body{margin:0;background:var(--soft);color:var(--ink);
font:1.1875rem/1.6 "Noto Sans CJK JP","Noto Sans JP","Hiragino Sans",Meiryo,sans-serif}
header,main,footer{max-width:52rem;margin:0 auto;padding:.75rem 1rem}
h1,h2,p,li,dt,th,.mark{word-break:auto-phrase;overflow-wrap:break-word}
h1{font-size:1.75rem;line-height:1.35;margin:.5rem 0;text-wrap:balance}
h2{font-size:1.375rem;line-height:1.4;margin:0 0 .4rem}
.top{display:flex;align-items:center;justify-content:space-between;gap:1rem;min-height:2.75rem}
.rehearsal{margin:0;padding:.1rem .9rem;border:2px solid var(--ink);font-weight:700}
.verdict{margin:.5rem 0 0;padding:.6rem 1rem;background:var(--paper);border:2px solid;border-left-width:.6rem;border-radius:.25rem}
.verdict strong{display:block;font-size:1.625rem;line-height:1.4}
.good{color:var(--good)}.bad{color:var(--bad)}
section{background:var(--paper);border:1px solid var(--line);border-radius:.5rem;padding:1.25rem;margin:0 0 1rem}
table{width:100%;border-collapse:collapse}
th,td{padding:.4rem .5rem;text-align:left;border-bottom:1px solid var(--line);vertical-align:middle;line-height:1.45}
tbody th{font-weight:400}
thead th:nth-of-type(2),.votes{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.bar{width:40%}.bar i{display:block;height:1.1rem;background:var(--bar);min-width:1px}
.won th,.won .votes,.tied th,.tied .votes,.mark{font-weight:700}
.won .bar i{background:var(--accent)}
.tied .bar i{background:repeating-linear-gradient(135deg,var(--accent) 0 .3rem,var(--bar) .3rem .6rem)}
.won>*{background:#eaf0ff}.tied>*{background:#fff6d6}.gone th{text-decoration:line-through}
.note{margin:0 0 .5rem}
.classes{columns:2 17rem;column-gap:2.5rem;margin:1rem 0 0}
.classes div{display:flex;justify-content:space-between;gap:1rem;padding:.15rem .5rem;break-inside:avoid;
border-bottom:1px dotted var(--line)}
.classes dd{margin:0;font-variant-numeric:tabular-nums}.classes div:last-child{font-weight:700}
.story{padding-left:1.8rem;margin:0}.story li{margin:.4rem 0}
pre{background:var(--soft);padding:.6rem 1rem;overflow-x:auto}
.facts{margin:0}.facts dt{font-weight:700}.facts dd{margin:0 0 .6rem;overflow-wrap:anywhere}
button{font:inherit;min-height:2.75rem;margin-left:auto;padding:.2rem 1.2rem;
background:var(--paper);color:var(--accent);border:2px solid;border-radius:.4rem;cursor:pointer}
button:focus-visible{outline:4px solid #000;outline-offset:2px;background:#ffd43d;color:#000}
.one span[lang=en],.one.en span[lang=ja]{display:none}.one.en span[lang=en]{display:inline}
html:not(.one) span[lang=en]{display:block;color:#4a4a50}html:not(.one) .verdict span[lang=en]{color:inherit}
@media(max-width:36rem){
header,main,footer{padding:.6rem .75rem}
section{padding:.9rem .8rem}
h1{font-size:1.375rem}
.bar{display:none}
th,td{padding:.4rem .35rem}
}
@media print{
@page{margin:14mm}
html{font-size:8.5pt}body{background:#fff;line-height:1.45}header,main,footer{max-width:none;padding:.2rem 0}
section{margin:0;padding:.4rem 0;border:0}p{margin:.4rem 0}th,td{padding:.25rem .4rem}.story li{margin:.15rem 0}
tr,li{break-inside:avoid}h2{break-after:avoid}button{display:none}
.bar i,.won>*,.tied>*{print-color-adjust:exact}
}
)";

/// Shows one language at a time; without it both stand one below the other.
inline constexpr char kResultScript[] = R"(
(function(){var root=document.documentElement,button=document.getElementById('language'),en=false;
function show(){root.className='one'+(en?' en':'');root.lang=en?'en':'ja';
button.textContent=en?'日本語':'English';button.lang=en?'ja':'en'}
button.hidden=false;button.onclick=function(){en=!en;show()};show()})();
)";

}  // namespace ippyo::demo
