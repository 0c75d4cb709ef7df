package io.millwright.pipeline.report;

import io.millwright.pipeline.evaluate.ResultFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The report as one HTML text: style, plotting library, script and data inside, nothing loaded from anywhere. */
public final class ReportPage {

    private static final List<String> SCRIPTS =
            List.of("report-page.js", "report-worklist.js", "report-evidence.js", "report-trust.js");
    private static final String ECHARTS = "/META-INF/resources/webjars/echarts/5.3.1/dist/echarts.min.js";

    private ReportPage() {}

    static String html(ReportData data) {
        return html(data.title(), data, SCRIPTS);
    }

    static String html(AnomalyPage.Data data) {
        return html(data.title() + ": anomalies", data, List.of("report-page.js", "anomalies.js"));
    }

    static String html(FeaturePage.Data data) {
        return html(data.title(), data, List.of("report-page.js", "feature.js"));
    }

    private static String html(String title, Object data, List<String> scripts) {
        StringBuilder script = new StringBuilder();
        scripts.forEach(name -> script.append(resource(name)).append('\n'));
        String page = resource("report.html");
        page = put(page, "title", escaped(title));
        page = put(page, "style", resource("report.css"));
        page = put(page, "data", embedded(ResultFiles.compact(data)));
        page = put(page, "echarts", echarts());
        return put(page, "script", script.toString());
    }

    private static String put(String page, String name, String content) {
        return page.replace("@@" + name + "@@", content);
    }

    /** The plotting library, as a script. */
    public static String echarts() {
        return resource(ECHARTS);
    }

    /** Text that can stand in HTML. */
    public static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** JSON that can stand in a page: nothing in it can end its element. */
    public static String embedded(String json) {
        return json.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029");
    }

    private static String resource(String name) {
        try (InputStream in = ReportPage.class.getResourceAsStream(
                name.startsWith("/") ? name : "/io/millwright/pipeline/report/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks its resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("the jar's resource " + name + " cannot be read", e);
        }
    }
}
