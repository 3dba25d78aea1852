/** Reads what application.properties and the environment say, and collects what is wrong with it. */
package io.tourbus.settings;
