"""How the review page looks: one style sheet for phone, desk, dark rooms and paper."""

from __future__ import annotations

STYLE = """
:root{color-scheme:light dark;--ink:#22303c;--quiet:#55606a;--paper:#fdfdfb;--card:#f1f4f2;--line:#d5dad8;
--s0:#2f6b64;--s1:#8dbdb7;--s2:#d9922e;--s3:#9aa0a5;--on0:#fff;--on1:#12302c;--on2:#2b1a00;--on3:#16191b}
@media (prefers-color-scheme:dark){:root{--ink:#e6eae8;--quiet:#a9b3b0;--paper:#15191b;--card:#20272a;--line:#39424599;
--s0:#7cc4ba;--s1:#3f7a72;--s2:#e0a44a;--s3:#7b8387;--on0:#0c2421;--on1:#fff;--on2:#2b1a00;--on3:#0e1011}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main,footer{max-width:860px;margin:0 auto;padding:0 18px}
h1{font-size:2rem;margin:1.6rem 0 .3rem;letter-spacing:-.01em}
h2{font-size:1.28rem;margin:2.4rem 0 .6rem;padding-top:.9rem;border-top:1px solid var(--line)}
h3{font-size:1rem;margin:1.2rem 0 .3rem}
p{margin:.4rem 0}.lead{font-size:1.15rem}.quiet,footer{color:var(--quiet);font-size:.9rem}footer{margin:3rem auto 2rem}
ul{margin:.3rem 0;padding-left:1.2rem}
.cards{list-style:none;padding:0;margin:1.2rem 0;display:grid;gap:10px;grid-template-columns:repeat(3,1fr)}
.cards li{background:var(--card);border-radius:10px;padding:.7rem .9rem;color:var(--quiet);font-size:.92rem;line-height:1.3}
.cards b{display:block;color:var(--ink);font-size:1.5rem;line-height:1.25}
.wide{overflow-x:auto;margin:.6rem 0}.wide:focus-visible{outline:2px solid var(--s0);outline-offset:2px}
table{border-collapse:collapse;width:100%;font-size:.92rem}
th,td{text-align:left;vertical-align:top;padding:.4rem .9rem .4rem 0;border-bottom:1px solid var(--line)}
thead th{color:var(--quiet);font-weight:600;white-space:nowrap}tbody th{font-weight:600;white-space:nowrap}
small{display:block;font-weight:400;color:var(--quiet);font-size:.85em;line-height:1.35;white-space:normal;max-width:15rem}
.tight{font-size:.84rem}.tight th,.tight td{padding-right:.5rem;white-space:nowrap!important}
.n{text-align:right;font-variant-numeric:tabular-nums}
figure{margin:.8rem 0}svg{display:block;width:100%;height:auto}
svg text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}.label{fill:var(--ink)}.axis{stroke:var(--line)}
.s0{fill:var(--s0)}.s1{fill:var(--s1)}.s2{fill:var(--s2)}.s3{fill:var(--s3)}
.on0{fill:var(--on0)}.on1{fill:var(--on1)}.on2{fill:var(--on2)}.on3{fill:var(--on3)}
.legend{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;font-size:.88rem}
.legend i{display:inline-block;width:.8em;height:.8em;border-radius:2px;margin-right:.4em}
.k0{background:var(--s0)}.k1{background:var(--s1)}.k2{background:var(--s2)}.k3{background:var(--s3)}
@media (max-width:520px){body{font-size:16px}h1{font-size:1.6rem}.cards{grid-template-columns:1fr 1fr}
figure{margin-inline:-6px}svg text{font-size:17px}tbody th{white-space:normal}table{font-size:.84rem}th,td{padding-right:.5rem;overflow-wrap:break-word}
.tight,.tight tbody{display:block}.tight thead{display:none}.tight tr{display:flex;flex-wrap:wrap;gap:0 .9rem;
padding:.4rem 0;border-bottom:1px solid var(--line)}.tight th,.tight td{border:0;padding:0;font-size:.9rem}.tight th{flex:0 0 100%}
.tight td:empty{display:none}.tight td::before{content:attr(data-h) " ";color:var(--quiet)}}
@media print{:root{color-scheme:light;--ink:#000;--quiet:#444;--paper:#fff;--card:#fff;--line:#bbb;
--s0:#2f6b64;--s1:#8dbdb7;--s2:#d9922e;--s3:#9aa0a5;--on0:#fff;--on1:#12302c;--on2:#2b1a00;--on3:#16191b}
body{font-size:10.5pt}main{max-width:none;padding:0}.cards li{border:1px solid var(--line)}
h2{break-after:avoid}figure,tr,.cards{break-inside:avoid}.wide{overflow:visible}.legend i,rect{print-color-adjust:exact}
table{font-size:9pt}th,td{padding-right:.5rem}.tight{font-size:7.5pt}}
""".strip()
