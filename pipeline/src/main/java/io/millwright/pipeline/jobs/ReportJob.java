package io.millwright.pipeline.jobs;

import io.millwright.pipeline.JobContext;
import io.millwright.pipeline.Main;
import io.millwright.pipeline.Outcome;
import io.millwright.pipeline.report.ReportFile;
import java.nio.file.Path;

/** {@code report}: everything a person wants to see, in one file. */
public final class ReportJob {

    private ReportJob() {}

    public static void main(String[] args) {
        Main.main("report", args);
    }

    public static Outcome run(JobContext context) {
        Path report = ReportFile.run(context);
        return Outcome.of("open " + report.getFileName() + " in a browser", "report.html");
    }
}
