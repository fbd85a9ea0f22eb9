package dev.tranche.runtime.report;

/** How a timeline looks: on paper by day and by night. */
final class TimelineStyle {
    /** How many colours there are; stages beyond share them in turn. */
    static final int COLOURS = 8;

    /** Told apart by most people who see few colours; red is kept for what failed. */
    static final String CSS = """
            <style>
            svg { color-scheme: light dark; }
            .paper { fill: #ffffff; stroke: #d8dee4; }
            .host { fill: #f6f8fa; }
            .grid { stroke: #dfe4ea; stroke-width: 1; }
            .lane { stroke: #ffffff; stroke-width: 1; }
            text { font-family: system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif; fill: #1f2328; }
            .title { font-size: 21px; font-weight: 600; }
            .figures, .name { font-size: 12.5px; }
            .figures, .tick, .more { fill: #656d76; }
            .tick, .more { font-size: 11px; }
            .label { font-size: 11px; fill: #ffffff; font-weight: 500; }
            .label.bad { fill: #b3261e; }
            .backlog { fill: #8c959f; fill-opacity: 0.28; stroke: #8c959f; stroke-width: 1; }
            .launch { fill-opacity: 0.35; }
            .failed { fill: url(#stripes); stroke: #d1342b; stroke-width: 1.2; }
            .stripe { stroke: #d1342b; stroke-width: 2; stroke-opacity: 0.55; }
            .pale { fill: #fdecea; }
            .again { fill: none; stroke: #d1342b; stroke-width: 1.3; stroke-dasharray: 2.5 2.5; }
            .next { fill: #d1342b; stroke: #ffffff; stroke-width: 1; }
            .starting { fill: #8c959f; fill-opacity: 0.35; }
            .s0 { fill: #3b6fb6; } .s1 { fill: #d98219; } .s2 { fill: #2f9169; } .s3 { fill: #8a5fb0; }
            .s4 { fill: #3f9fb5; } .s5 { fill: #a8842c; } .s6 { fill: #c0629a; } .s7 { fill: #6f7782; }
            @media (prefers-color-scheme: dark) {
            .paper { fill: #14181d; stroke: #30363d; }
            .host { fill: #1c2128; }
            .grid { stroke: #2d333b; }
            .lane { stroke: #14181d; }
            text { fill: #e6edf3; }
            .figures, .tick, .more { fill: #9198a1; }
            .label { fill: #ffffff; }
            .label.bad { fill: #ff8a80; }
            .pale { fill: #3a1f1f; }
            }
            </style>
            <defs><pattern id="stripes" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect class="pale" width="6" height="6"/><line class="stripe" x1="0" y1="0" x2="0" y2="6"/>
            </pattern></defs>""";

    private TimelineStyle() {}
}
