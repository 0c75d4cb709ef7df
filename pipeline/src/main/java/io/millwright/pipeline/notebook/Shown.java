package io.millwright.pipeline.notebook;

import io.millwright.pipeline.evaluate.ResultFiles;
import io.millwright.pipeline.report.ReportPage;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Tables and plots as HTML, for {@code display("text/html", ...)}. Plots are drawn by ECharts, which a notebook has to show once, see
 * {@link #echarts}; nothing is loaded from anywhere.
 */
public final class Shown {

    private static final int MOST_ROWS = 20;
    private static final MathContext SHOWN = new MathContext(4);
    private static final AtomicLong CHARTS = new AtomicLong();

    private Shown() {}

    /** The plotting library, for all plots of a page; defined whether or not the page has a module loader. */
    public static String echarts() {
        return "<script>(function(define, exports, module) {" + ReportPage.echarts() + "}).call(window);</script>"
                + "<small>plots by ECharts</small>";
    }

    /** The first rows, at most 20. */
    public static String table(Dataset<Row> rows) {
        return table(
                List.of(rows.columns()),
                rows.limit(MOST_ROWS).collectAsList().stream()
                        .map(Shown::values)
                        .toList());
    }

    /** Records of one type, a column a component. */
    public static String table(List<? extends Record> records) {
        if (records.isEmpty()) {
            return "<p>none</p>";
        }
        RecordComponent[] components = records.get(0).getClass().getRecordComponents();
        List<String> names =
                Arrays.stream(components).map(RecordComponent::getName).toList();
        return table(
                names,
                records.stream().map(record -> values(record, components)).toList());
    }

    /** Any rows; numbers to four digits. */
    public static String table(List<String> columns, List<? extends List<?>> rows) {
        StringBuilder html = new StringBuilder("<table class=\"millwright-table\"><thead><tr>");
        columns.forEach(
                column -> html.append("<th>").append(ReportPage.escaped(column)).append("</th>"));
        html.append("</tr></thead><tbody>");
        for (List<?> row : rows) {
            html.append("<tr>");
            row.forEach(value ->
                    html.append("<td>").append(ReportPage.escaped(text(value))).append("</td>"));
            html.append("</tr>");
        }
        return html.append("</tbody></table>").toString();
    }

    /**
     * Lines over time or any other number.
     *
     * @param x name of the horizontal axis; {@code "time"} where it counts milliseconds since the epoch
     * @param lines by name, each point a pair; the line is broken at NaN
     * @param marks where something happened, as vertical lines
     */
    public static String lines(
            String title, String x, String y, Map<String, List<double[]>> lines, List<Double> marks) {
        List<Map<String, Object>> series = new ArrayList<>();
        lines.forEach((name, points) -> series.add(new LinkedHashMap<>(Map.of(
                "name",
                name,
                "type",
                "line",
                "showSymbol",
                points.size() < 100,
                "symbolSize",
                4,
                "data",
                points.stream().map(Shown::pair).toList()))));
        if (!series.isEmpty() && !marks.isEmpty()) {
            series.get(0)
                    .put(
                            "markLine",
                            Map.of(
                                    "symbol", "none",
                                    "label", Map.of("show", false),
                                    "lineStyle", Map.of("color", "crimson"),
                                    "data",
                                            marks.stream()
                                                    .map(at -> Map.of("xAxis", at))
                                                    .toList()));
        }
        boolean time = x.equals("time");
        return chart(Map.of(
                "title", Map.of("text", title, "textStyle", Map.of("fontSize", 14)),
                "tooltip", Map.of("trigger", "axis"),
                "legend", Map.of("top", 24),
                "grid", Map.of("top", 64, "left", 72),
                "xAxis",
                        Map.of(
                                "type",
                                time ? "time" : "value",
                                "name",
                                time ? "" : x,
                                "nameLocation",
                                "middle",
                                "nameGap",
                                28,
                                "scale",
                                true),
                "yAxis", Map.of("type", "value", "name", y, "scale", true),
                "series", series));
    }

    private static List<@Nullable Double> pair(double[] point) {
        return Arrays.asList(point[0], Double.isNaN(point[1]) ? null : (Double) point[1]);
    }

    /** One bar a name, the first on top. */
    public static String bars(String title, Map<String, Double> values) {
        return chart(Map.of(
                "title", Map.of("text", title, "textStyle", Map.of("fontSize", 14)),
                "tooltip", Map.of(),
                "grid", Map.of("left", 280),
                "xAxis", Map.of("type", "value"),
                "yAxis", Map.of("type", "category", "inverse", true, "data", List.copyOf(values.keySet())),
                "series", List.of(Map.of("type", "bar", "data", List.copyOf(values.values())))));
    }

    /** Any plot, as an option of ECharts; waits for the library where a page is still being put together. */
    public static String chart(Map<String, ?> option) {
        String id = "millwright-chart-" + ProcessHandle.current().pid() + "-" + CHARTS.incrementAndGet();
        return "<div class=\"millwright-chart\" id=\"" + id
                + "\" style=\"width:100%;max-width:960px;height:360px\"></div>"
                + "<script>(function draw(left) { if (window.echarts) { echarts.init(document.getElementById('" + id
                + "')).setOption(" + ReportPage.embedded(ResultFiles.compact(option))
                + "); } else if (left > 0) { setTimeout(draw, 100, left - 1); } })(100);</script>";
    }

    private static List<@Nullable Object> values(Row row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            values.add(row.get(i));
        }
        return values;
    }

    private static List<@Nullable Object> values(Record row, RecordComponent[] components) {
        List<@Nullable Object> values = new ArrayList<>();
        for (RecordComponent component : components) {
            try {
                values.add(component.getAccessor().invoke(row));
            } catch (ReflectiveOperationException e) {
                throw new IllegalArgumentException("the record " + row.getClass() + " has to be public", e);
            }
        }
        return values;
    }

    private static String text(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Timestamp at) {
            return at.toInstant().toString();
        }
        if (value instanceof Double number && Double.isFinite(number)) {
            return new BigDecimal(number).round(SHOWN).stripTrailingZeros().toPlainString();
        }
        return value.toString();
    }
}
