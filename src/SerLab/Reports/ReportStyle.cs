namespace SerLab.Reports;

/// <summary>The report's style sheet. Colours are variables, so that light, dark and paper differ in one place each; hues stay apart for colour-blind readers.</summary>
/// <remarks>Holds none of the letters that XML encodes: HTML reads a style element as it stands, XML does not, and the page must be both.</remarks>
internal static class ReportStyle
{
    public const string Sheet = Colours + Page + Tables + Figures + Cards + Narrow + Paper;

    private const string Colours = """

        :root { color-scheme: light dark; --ground: #f4f4f1; --paper: #ffffff; --ink: #1a2130; --soft: #566072; --line: #dde1e7; --faint: #eef0f3;
          --accent: #1c5d99; --on-accent: #ffffff; --heat: 28, 93, 153; --second: #b5470f; --warm: #a63f0a; --good: #1d6b4f; --band: rgba(28, 93, 153, .11); --mark: #a63f0a; --on-mark: #ffffff; }
        @media (prefers-color-scheme: dark) { :root { --ground: #0e1116; --paper: #151a21; --ink: #e6e9ee; --soft: #a4adba; --line: #2c3440; --faint: #1d232c;
          --accent: #79b4ee; --on-accent: #0b1520; --heat: 121, 180, 238; --second: #f2a26b; --warm: #f5a878; --good: #74cba6; --band: rgba(121, 180, 238, .16); --mark: #f2a26b; --on-mark: #1d1108; } }
        """;

    private const string Page = """

        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
        body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.55 "Segoe UI", "Helvetica Neue", Roboto, Arial, "Liberation Sans", sans-serif; font-variant-numeric: tabular-nums; }
        header, main, footer { max-width: 78rem; margin: 0 auto; padding: 0 2.5rem; background: var(--paper); }
        header { padding-top: 2.75rem; }
        footer { padding-top: 1rem; padding-bottom: 3rem; color: var(--soft); font-size: .85rem; }
        section { padding: 2.25rem 0 .5rem; }
        .overline { margin: 0 0 .5rem; color: var(--soft); font-size: .85rem; letter-spacing: .02em; }
        h1 { margin: 0; font-size: 2.6rem; line-height: 1.12; font-weight: 650; letter-spacing: -.022em; overflow-wrap: anywhere; }
        h2 { margin: 0 0 1rem; padding-top: 1rem; border-top: 2px solid var(--ink); font-size: 1.35rem; line-height: 1.3; font-weight: 650; letter-spacing: -.012em; }
        h3 { margin: 0 0 .9rem; font-size: 1.15rem; font-weight: 650; overflow-wrap: anywhere; }
        .aside { margin-left: .75rem; color: var(--soft); font-size: .9rem; font-weight: 400; }
        p { margin: 0 0 .8rem; max-width: 46rem; }
        .protocol { margin: .4rem 0 0; font-size: 1.15rem; }
        .facts { margin: .15rem 0 1.25rem; color: var(--soft); }
        .remark { max-width: 54rem; margin-top: .7rem; color: var(--soft); font-size: .875rem; }
        .soft { color: var(--soft); }
        .warm { color: var(--warm); }
        .skip { position: absolute; left: -100rem; }
        .skip:focus { left: 1rem; top: 1rem; }
        a { color: var(--accent); text-underline-offset: .15em; }
        :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
        nav ul { display: flex; flex-wrap: wrap; gap: .3rem 1.5rem; margin: 1.25rem 0 0; padding: 0; list-style: none; font-size: .925rem; }
        nav a { text-decoration: none; }
        nav a:hover { text-decoration: underline; }
        .mark { display: inline-block; padding: .08em .5em; border-radius: .25em; background: var(--mark); color: var(--on-mark); font-size: .72rem; font-weight: 700; letter-spacing: .05em; line-height: 1.5; vertical-align: .12em; white-space: nowrap; }
        h1 .mark { font-size: 1rem; vertical-align: .5em; }
        .banner { margin: 0 0 .75rem; padding: .75rem 1.1rem; border: 2px solid var(--mark); border-radius: .4rem; }
        .banner strong { display: block; color: var(--mark); font-size: 1.3rem; letter-spacing: .05em; line-height: 1.3; }
        .notices { margin: 0 0 .5rem; padding: .2rem 0 .2rem 1rem; border-left: 3px solid var(--mark); list-style: none; }
        .notices li { margin: .25rem 0; max-width: 46rem; }
        .answer { display: grid; grid-template-columns: 17rem minmax(0, 1fr); gap: 1rem 3rem; align-items: start; }
        .headline p { margin: 0; }
        .headline .figure { font-size: 4rem; font-weight: 650; line-height: 1; letter-spacing: -.035em; }
        .headline .figure small { font-size: 1.6rem; font-weight: 500; letter-spacing: 0; color: var(--soft); }
        .headline .of { margin: .35rem 0 .5rem; color: var(--soft); font-size: .925rem; }
        .sentences p { max-width: 44rem; }
        .sentences .lead { font-size: 1.22rem; line-height: 1.45; }
        details { margin: .75rem 0; border-top: 1px solid var(--line); padding-top: .7rem; }
        summary { cursor: pointer; color: var(--accent); }
        details[open] summary { margin-bottom: .9rem; }
        pre { overflow: auto; max-height: 32rem; padding: 1rem; border-radius: .4rem; background: var(--faint); font: .8rem/1.5 ui-monospace, "SF Mono", Consolas, "Liberation Mono", monospace; }
        dl { display: grid; grid-template-columns: 12rem minmax(0, 1fr); gap: .35rem 1.5rem; margin: 0 0 1rem; font-size: .925rem; }
        dt { font-weight: 600; }
        dd { margin: 0; max-width: 50rem; overflow-wrap: anywhere; }
        .methods dd { color: var(--soft); }
        """;

    private const string Tables = """

        .scroll { overflow-x: auto; overscroll-behavior-x: contain; }
        .stay { display: inline-block; position: sticky; left: 0; max-width: min(60rem, calc(100vw - 2.4rem)); }
        .words { min-width: 11rem; }
        .tall { max-height: 30rem; overflow-y: auto; }
        table { border-collapse: separate; border-spacing: 0; font-size: .875rem; line-height: 1.35; }
        caption { padding: 0 0 .6rem; color: var(--soft); font-size: .875rem; text-align: left; caption-side: top; }
        th, td { padding: .45rem .7rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: middle; }
        th:first-child, td:first-child { padding-left: 0; }
        thead th { border-bottom: 1.5px solid var(--soft); color: var(--soft); font-weight: 500; font-size: .8rem; line-height: 1.25; vertical-align: bottom; }
        tbody th { font-weight: 600; }
        .number { text-align: right; white-space: nowrap; }
        thead .number { white-space: normal; }
        .center { text-align: center; }
        .main { font-size: 1.02rem; font-weight: 650; }
        .note { display: block; color: var(--soft); font-size: .78rem; font-weight: 400; }
        .note.narrow-only { display: none; }
        .note.warm { color: var(--warm); }
        p.note { margin: 0 0 .5rem; overflow-wrap: anywhere; }
        .prose { min-width: 18rem; max-width: 34rem; }
        .leaderboard { width: 100%; }
        .leaderboard td.figure, thead th svg { padding: 0; }
        .leaderboard tbody th { min-width: 7.75rem; max-width: 14rem; overflow-wrap: break-word; }
        .leaderboard .long { min-width: 7.5rem; }
        .leaderboard td:last-child { min-width: 9.5rem; color: var(--soft); font-size: .8rem; }
        .best { background: var(--faint); }
        .baseline th, .baseline td { color: var(--soft); font-weight: 400; font-style: italic; }
        .baseline .note { font-style: normal; }
        .verdict { padding: .1em .55em; border: 1px solid currentColor; border-radius: .8em; font-size: .78rem; white-space: nowrap; }
        .good { color: var(--good); }
        .bad { color: var(--warm); font-weight: 650; }
        .confusion { border-spacing: 2px; }
        .confusion th { border: 0; padding: .3rem .45rem; font-size: .8rem; }
        .confusion thead th { text-align: center; }
        .confusion thead th.corner { text-align: left; font-size: .72rem; white-space: nowrap; }
        .confusion tbody th { text-align: right; font-weight: 500; }
        .heat { min-width: 3.4rem; height: 2.6rem; padding: .15rem; border: 0; border-radius: 3px; text-align: center; line-height: 1.15; }
        .heat small { display: block; font-size: .7rem; opacity: .85; }
        .none { color: var(--soft); opacity: .65; }
        .hit { font-weight: 650; }
        .h0 { background: var(--faint); } .h1 { background: rgba(var(--heat), .12); } .h2 { background: rgba(var(--heat), .2); } .h3 { background: rgba(var(--heat), .29); } .h4 { background: rgba(var(--heat), .37); }
        .h5 { background: rgba(var(--heat), .45); } .h6 { background: rgba(var(--heat), .78); } .h7 { background: rgba(var(--heat), .84); } .h8 { background: rgba(var(--heat), .9); } .h9 { background: rgba(var(--heat), .95); } .h10 { background: rgb(var(--heat)); }
        .h6, .h7, .h8, .h9, .h10 { color: var(--on-accent); }
        .speakers th, .speakers td { padding-top: .15rem; padding-bottom: .15rem; }
        """;

    private const string Figures = """

        svg { display: block; max-width: 100%; height: auto; overflow: visible; }
        td svg, th svg { max-width: none; }
        svg text { fill: var(--ink); font: 12px "Segoe UI", "Helvetica Neue", Roboto, Arial, "Liberation Sans", sans-serif; }
        svg .tick { fill: var(--soft); font-size: 11px; }
        svg .small { fill: var(--soft); font-size: 10.5px; }
        svg .tick.warm { fill: var(--warm); }
        svg .end { text-anchor: end; }
        svg .middle { text-anchor: middle; }
        .grid { stroke: var(--line); stroke-width: 1; }
        .zero { stroke: var(--soft); stroke-width: 1; }
        .dashed { stroke-dasharray: 4 4; }
        .chance { stroke: var(--warm); stroke-width: 1.2; stroke-dasharray: 2.5 2.5; }
        .overall { stroke: var(--soft); stroke-width: 1.2; }
        .band { fill: var(--band); }
        .whisker { stroke: var(--accent); stroke-width: 1.8; }
        .whisker.faint { stroke: var(--soft); stroke-width: 1.2; }
        .dot { fill: var(--accent); }
        .dot.hollow { fill: var(--paper); stroke: var(--soft); stroke-width: 1.5; }
        .dot.male { fill: var(--second); }
        .track { fill: var(--faint); }
        .bar { fill: var(--accent); }
        .bar.faint { opacity: .35; }
        .bar.other { fill: var(--soft); opacity: .5; }
        .bar.miss { fill: var(--second); }
        svg .small.miss { fill: var(--second); font-weight: 700; }
        svg .small.truth { fill: var(--accent); font-weight: 700; }
        .curve { fill: none; stroke: var(--accent); stroke-width: 1.8; stroke-linejoin: round; }
        .curve.second { stroke: var(--second); stroke-dasharray: 5 3; }
        .curve.faint { stroke-width: 1; opacity: .28; }
        .curve.strong { stroke-width: 2.4; }
        .gap { stroke: var(--second); stroke-width: 1.6; opacity: .55; }
        .wave { fill: none; stroke: var(--soft); stroke-width: 1.4; }
        .figure-title { margin: 0 0 .5rem; color: var(--soft); font-size: .875rem; }
        .key { color: var(--accent); } .key.second { margin-left: 1rem; color: var(--second); }
        .panels { display: grid; grid-template-columns: minmax(0, max-content) minmax(0, 1fr); gap: 1.75rem 4rem; }
        .panel { min-width: 0; }
        .full { grid-column: 1 / -1; }
        .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 26.5rem)); gap: 1rem 3rem; }
        article.model { padding: .4rem 0 2.25rem; }
        article.model + article.model { border-top: 1px solid var(--line); padding-top: 1.6rem; }
        details article.model { padding-bottom: .5rem; }
        """;

    private const string Cards = """

        .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 33rem), 1fr)); gap: 1rem; margin-top: 1rem; }
        .card { padding: .9rem 1.1rem; border: 1px solid var(--line); border-radius: .5rem; break-inside: avoid; min-width: 0; }
        .card-body { display: grid; grid-template-columns: minmax(0, 1fr) 14.5rem; gap: .5rem 1.25rem; align-items: center; }
        .card audio { width: 100%; height: 2.4rem; margin-top: .4rem; }
        .verdict-line { margin: 0; font-weight: 600; }
        .verdict-line .soft { font-weight: 400; }
        .true { color: var(--accent); }
        .wrong { color: var(--second); }
        """;

    private const string Narrow = """

        @media (max-width: 60rem) { .panels, .answer { grid-template-columns: minmax(0, 1fr); } .answer { gap: 1.5rem; } }
        @media (max-width: 40rem) {
          header, main, footer { padding-left: 1.1rem; padding-right: 1.1rem; } header { padding-top: 1.5rem; }
          h1 { font-size: 2rem; } .headline .figure { font-size: 3.25rem; } .sentences .lead { font-size: 1.1rem; }
          .aside { display: block; margin: .15rem 0 0; } dl { grid-template-columns: minmax(0, 1fr); gap: .1rem; } dd { margin-bottom: .6rem; }
          .card-body { grid-template-columns: minmax(0, 1fr); } .speakers th, .speakers td { padding-right: .45rem; }
          .features, .rank { display: none; } .note.narrow-only { display: block; }
          .leaderboard thead th:nth-child(2) { padding-left: 0; } .leaderboard tbody th { position: sticky; left: 0; z-index: 1; padding-left: 0; background: var(--paper); } .leaderboard tr.best th { background: var(--faint); } }
        """;

    private const string Paper = """

        @page { size: A4; margin: 14mm 13mm; }
        @media print {
          :root { color-scheme: light; --ground: #fff; --paper: #fff; --ink: #111; --soft: #4a5260; --line: #d5d9df; --faint: #f1f2f4; --accent: #1c5d99; --on-accent: #fff; --heat: 28, 93, 153; --second: #b5470f; --warm: #a63f0a; --good: #1d6b4f; --mark: #a63f0a; --on-mark: #fff; }
          * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          html { font-size: 9pt; } header, main, footer { max-width: none; padding: 0; } nav, .skip, audio { display: none; } section { padding-top: 1.5rem; }
          .answer { grid-template-columns: 14rem minmax(0, 1fr); gap: 2rem; }
          h2, h3, caption, .figure-title { break-after: avoid; } tr, svg, .card, .banner, .panel { break-inside: avoid; } .panel.full { break-inside: auto; }
          .scroll, .tall, pre { overflow: visible; max-height: none; } pre { white-space: pre-wrap; overflow-wrap: anywhere; }
          th, td { padding: .3rem .4rem; } .prose, .words, .leaderboard tbody th, .leaderboard td:last-child { min-width: 0; } .stay { max-width: 46rem; }
          td svg, th svg { max-width: 150px; } .leaderboard td svg, .leaderboard th svg { width: 105px; } .heat { min-width: 2.9rem; height: 2.2rem; }
          .panels { grid-template-columns: minmax(0, max-content) minmax(0, 1fr); gap: 1.2rem 1.5rem; } .cards { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: .6rem; } .card { padding: .6rem .8rem; }
          .card-body { grid-template-columns: minmax(0, 1fr) minmax(0, 1.3fr); gap: .5rem; }
          details::details-content { content-visibility: visible; block-size: auto; } summary { color: var(--ink); font-weight: 600; } }
        """;
}
