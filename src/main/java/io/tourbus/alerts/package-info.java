/** Detects failed, partial, late and shrunk runs, and sends alerts about them. */
package io.tourbus.alerts;
