/** Alerts about failed, partial, late and shrunk runs: detection, text, delivery, and what has been sent. */
package io.tourbus.alerts;
