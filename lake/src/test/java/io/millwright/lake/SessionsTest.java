package io.millwright.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.lake.testing.TestSpark;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsTest {

    @TempDir
    private Path folder;

    @Test
    void hadoops_settings_of_services_stay_left_out_once_files_were_written() {
        SparkSession spark = TestSpark.session();

        spark.range(1).write().format("delta").save(folder.resolve("table").toString());

        Configuration hadoop = spark.sessionState().newHadoopConf();
        assertThat(hadoop.get("yarn.resourcemanager.address")).isNull();
        assertThat(hadoop.get("dfs.blocksize")).isNull();
        assertThat(hadoop.get("fs.trash.interval")).isEqualTo("0");
    }
}
