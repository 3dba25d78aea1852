/** Tourbus, the program: its main class and nothing else. */
package io.tourbus;
