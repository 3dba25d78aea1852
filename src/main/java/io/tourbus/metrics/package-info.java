/** Metrics and traces for Prometheus, CloudWatch and OpenTelemetry. */
package io.tourbus.metrics;
