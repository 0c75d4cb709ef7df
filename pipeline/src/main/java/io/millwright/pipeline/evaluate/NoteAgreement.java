package io.millwright.pipeline.evaluate;

import static org.apache.spark.sql.functions.col;

import io.millwright.features.text.NoteLexicon;
import io.millwright.features.text.NoteReader;
import io.millwright.lake.Lake;
import io.millwright.lake.config.FeatureSpec;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.lake.table.WorkOrders;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/** Whether the code of an order and the words of its note agree: the quality of what models take for true. */
final class NoteAgreement {

    /** The newest so many orders are read. */
    private static final int READ = 10_000;

    private NoteAgreement() {}

    /** Empty where no order after a failure has both. */
    static Optional<DataFigures.Agreement> of(Lake lake, PipelineConfig config) {
        if (!lake.has(WorkOrders.TABLE)) {
            return Optional.empty();
        }
        List<Row> orders = lake.read(WorkOrders.TABLE)
                .where(col(WorkOrders.KIND)
                        .equalTo("corrective")
                        .and(col(WorkOrders.NOTE).isNotNull())
                        .and(col(WorkOrders.COMPONENT).isNotNull()))
                .orderBy(col(WorkOrders.KNOWN_TIME).desc(), col(WorkOrders.ORDER_ID))
                .limit(READ)
                .select(WorkOrders.EQUIPMENT_ID, WorkOrders.COMPONENT, WorkOrders.NOTE)
                .collectAsList();
        Set<String> components = orders.stream().map(row -> row.getString(1)).collect(Collectors.toSet());
        NoteReader reader = new NoteReader(lexicon(config).naming(components));
        FoundFailures agreeing = new FoundFailures();
        for (Row order : orders) {
            Set<String> named = reader.read(order.getString(2)).components();
            if (!named.isEmpty()) {
                agreeing.add(order.getString(0), named.contains(order.getString(1)));
            }
        }
        return orders.isEmpty()
                ? Optional.empty()
                : Optional.of(new DataFigures.Agreement(
                        orders.size(), agreeing.events(), agreeing.recall(PolicyJudge.bootstrap(config))));
    }

    private static NoteLexicon lexicon(PipelineConfig config) {
        return config.features()
                .text()
                .map(FeatureSpec.Text::dictionary)
                .map(NoteLexicon.english()::plus)
                .orElseGet(NoteLexicon::english);
    }
}
