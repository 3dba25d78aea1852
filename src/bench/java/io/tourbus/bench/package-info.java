/** The benchmark: Tourbus, a floor and the predecessor's design against the same stage, each in a process of its own. */
package io.tourbus.bench;
