/** The main class, and its filter for repeated warnings. */
package io.tourbus;
