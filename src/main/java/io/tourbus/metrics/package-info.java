/** Metrics for Prometheus and CloudWatch, and traces for OpenTelemetry. */
package io.tourbus.metrics;
