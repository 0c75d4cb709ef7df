package io.millwright.pipeline.evaluate;

import java.util.List;
import java.util.stream.Collectors;

/** A model card as one HTML page that needs neither network nor script. */
final class ModelCardPage {

    private static final String STYLE = """
        body { margin: 0 auto; max-width: 60rem; padding: 2rem 1rem 4rem; color: #1c242b; background: #fff;
          font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", Arial, sans-serif; font-variant-numeric: tabular-nums; }
        h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.12rem; margin: 2rem 0 0.3rem; } h3 { font-size: 0.92rem; margin: 1rem 0 0.2rem; color: #56616b; }
        .sub { color: #56616b; margin: 0.2rem 0 0; } ul { padding-left: 1.2rem; margin: 0.3rem 0; } li { margin: 0.25rem 0; }
        .scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: 0.86rem; }
        th { text-align: left; color: #56616b; font-weight: 600; border-bottom: 1px solid #c8cfd5; padding: 0.3rem 0.8rem 0.3rem 0; }
        td { border-bottom: 1px solid #eceff1; padding: 0.3rem 0.8rem 0.3rem 0; vertical-align: top; }
        """;

    private ModelCardPage() {}

    static String html(ModelCard card) {
        String version = card.version() == null ? "" : ", version " + escaped(card.version());
        return "<!DOCTYPE html>\n"
                + "<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,"
                + " initial-scale=1\"><title>" + escaped(card.title()) + "</title><style>\n" + STYLE
                + "</style></head>\n<body>\n<h1>"
                + escaped(card.title()) + "</h1>\n<p class=\"sub\">Run " + escaped(card.runId()) + version
                + ". Brackets are 95 % intervals by drawing whole machines; n is what a figure is taken over.</p>\n"
                + card.parts().stream().map(ModelCardPage::part).collect(Collectors.joining("\n"))
                + "\n</body></html>\n";
    }

    private static String part(ModelCard.Part part) {
        return "<h2>" + part.number() + ". " + escaped(part.title()) + "</h2>\n"
                + (part.statements().isEmpty()
                        ? ""
                        : part.statements().stream()
                                .map(each -> "<li>" + escaped(each) + "</li>")
                                .collect(Collectors.joining("\n", "<ul>\n", "\n</ul>\n")))
                + part.tables().stream().map(ModelCardPage::table).collect(Collectors.joining("\n"));
    }

    private static String table(ModelCard.Table table) {
        return "<h3>" + escaped(table.title()) + "</h3>\n<div class=\"scroll\"><table><thead>"
                + row("th", table.columns()) + "</thead><tbody>"
                + table.rows().stream().map(cells -> row("td", cells)).collect(Collectors.joining("\n"))
                + "</tbody></table></div>";
    }

    private static String row(String tag, List<String> cells) {
        return cells.stream()
                .map(cell -> "<" + tag + ">" + escaped(cell) + "</" + tag + ">")
                .collect(Collectors.joining("", "<tr>", "</tr>"));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
