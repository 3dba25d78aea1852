/** What is measured and traced while Tourbus works, for Prometheus, CloudWatch and OpenTelemetry. */
package io.tourbus.metrics;
