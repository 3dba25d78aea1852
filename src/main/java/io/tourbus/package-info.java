/** The main class. */
package io.tourbus;
