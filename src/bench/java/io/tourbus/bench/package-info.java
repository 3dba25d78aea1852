/** The benchmark: measures Tourbus, a minimal implementation and the predecessor's design in separate processes. */
package io.tourbus.bench;
