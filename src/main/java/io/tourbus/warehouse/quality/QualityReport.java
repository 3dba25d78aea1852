package io.tourbus.warehouse.quality;

import java.util.List;

/**
 * The results of all rules.
 *
 * @param rules in the order of the file
 */
public record QualityReport(List<RuleResult> rules) {

    /** Returns the failing rules of a severity. */
    public List<RuleResult> failed(Severity severity) {
        return failed().stream().filter(rule -> rule.severity() == severity).toList();
    }

    /** Returns the failing rules. */
    public List<RuleResult> failed() {
        return rules.stream().filter(rule -> !rule.passed()).toList();
    }
}
