package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class JcudaNativesTest {
  @Test
  void rewritesNothingButTheKnownFile() throws IOException {
    byte[] image = ElfImageTest.image("JNvrtc");
    image[image.length - 1]++;
    String known = "0".repeat(64);
    IOException refused =
        assertThrows(
            IOException.class,
            () ->
                JcudaNatives.rewritten(
                    image, "/lib/x.so", known, "libnvrtc.so.12", "libnvrtc.so.13"));
    String message = String.valueOf(refused.getMessage());
    assertTrue(
        message.matches(
            "/lib/x\\.so cannot be used with libnvrtc\\.so\\.13: its SHA-256 is [0-9a-f]{64},"
                + " expected 0{64}; install libnvrtc\\.so\\.12 instead"),
        message);
  }

  @Test
  void saysWhatHelpsAgainstNoexec() {
    assertEquals(
        "the directory is mounted noexec; set POINTWISE_CACHE to one that is not",
        JcudaNatives.advice(
            "/c/libJNvrtc.so: /c/libJNvrtc.so: failed to map segment from shared object"));
    assertEquals(
        "libstdc++.so.6: cannot open shared object file",
        JcudaNatives.advice("libstdc++.so.6: cannot open shared object file"));
  }
}
