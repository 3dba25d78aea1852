/** Sources that are described in YAML files, instead of Java. */
package io.tourbus.described;
