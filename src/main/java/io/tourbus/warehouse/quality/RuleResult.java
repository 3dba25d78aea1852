package io.tourbus.warehouse.quality;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/**
 * The result of a rule.
 *
 * @param rule its ID
 * @param checked the number of rows to which it applies; for {@code previous-run} the records of the run before
 * @param violations the number of rows that violate it; for {@code previous-run} how many records are missing
 * @param example the key of a row that violates it; null if there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RuleResult(
        String rule,
        String table,
        String kind,
        Severity severity,
        boolean passed,
        long checked,
        long violations,
        double percent,
        double maxPercent,
        String example,
        String description) {

    static RuleResult of(Rule rule, long checked, long violations, String example) {
        var percent = checked == 0 ? 0 : Math.round(10_000.0 * violations / checked) / 100.0;
        return new RuleResult(
                rule.id(),
                rule.table(),
                rule.kind().label(),
                rule.severity(),
                violations == 0 || 100.0 * violations <= rule.maxPercent() * checked,
                checked,
                violations,
                percent,
                rule.maxPercent(),
                violations == 0 ? null : example,
                rule.description());
    }

    /** Describes a failing rule in two sentences. */
    public String text() {
        return "%s: %,d of %,d %s violate it (%s percent, allowed %s)%s. %s"
                .formatted(
                        rule,
                        violations,
                        checked,
                        table,
                        decimal(percent),
                        decimal(maxPercent),
                        example == null ? "" : ", for example " + example,
                        description);
    }

    /** Formats a percentage without needless zeros. */
    public static String decimal(double number) {
        return new DecimalFormat("0.##", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(number);
    }
}
