/** What people and their programs see of a Tourbus that serves, and what they may do to it. */
package io.tourbus.operate;
