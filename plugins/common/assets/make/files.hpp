// The sample files, each a pure function: the same bytes on every machine.
#pragma once
#include <string>
#include <vector>

#include "canvas.hpp"

namespace assets {

Canvas network_diagram();
Canvas traffic_pattern();
Canvas latency_heatmap();
/// The n-th of the video's pictures: a packet on its way from a phone to a server.
Canvas video_picture(int number, int of);

/// Two pages with a heading, lines of text and a bar chart.
std::string pdf();
/// A spoken-like sound: 16 bit, mono, with pitch and pauses of a short question.
std::string wav(int sample_rate, double seconds);
/// MPEG-4 Part 14 with one picture a sample, each a PNG (object type 0x6D).
std::string mp4(const std::vector<Canvas>& pictures, int pictures_per_second);

}  // namespace assets
