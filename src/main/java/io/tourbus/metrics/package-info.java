/** What is measured while Tourbus works, for Prometheus and for CloudWatch. */
package io.tourbus.metrics;
