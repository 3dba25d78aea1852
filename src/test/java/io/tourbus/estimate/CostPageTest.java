package io.tourbus.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The costs in docs/deploy.md are those of the price list. */
class CostPageTest {

    /** A term is a price and its units, either fixed or the number before a word of the row. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            stream, one shard; shard_hour*720
            Lambda, arm64, 1,769 MB, for all jobs; lambda_gigabyte_second@GB-seconds
            or Fargate; fargate_cpu_hour*180 fargate_gigabyte_hour*720
            secret; secret_month*1
            7 alarms; alarm_month@alarms
            optional: 3 VPC endpoints; endpoint_hour*2160
            builds after all; lambda_gigabyte_second@GB-seconds
            40,000 PUT; put_request@PUT get_request@GET
            events of the bucket; event*60000
            Glue job; glue_dpu_hour*3
            Athena; athena_terabyte*0.05
            Redshift Serverless; redshift_rpu_hour*6
            Redshift: storage; redshift_gigabyte_month*1 secret_month*1
            """)
    void theRowHasThePriceOfItsUnits(String start, String terms) throws IOException {
        var row = Files.readAllLines(Path.of("docs/deploy.md")).stream()
                .filter(line -> line.startsWith("| " + start))
                .findFirst()
                .orElseThrow();
        var cells = row.split("\\|");
        var sum = 0.0;
        for (var term : terms.split(" ")) {
            sum += cost(term, row);
        }

        assertThat(sum).isCloseTo(Double.parseDouble(cells[2].strip()), within(0.0151));
    }

    private static double cost(String term, String row) {
        var fixed = term.split("\\*");
        if (fixed.length == 2) {
            return Prices.read().cost(fixed[0], Double.parseDouble(fixed[1]));
        }
        var counted = term.split("@");
        var number = Pattern.compile("([\\d,]+) " + counted[1]).matcher(row);
        assertThat(number.find()).as(row).isTrue();
        return Prices.read().cost(counted[0], Double.parseDouble(number.group(1).replace(",", "")));
    }
}
