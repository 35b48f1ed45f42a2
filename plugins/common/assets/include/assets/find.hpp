// Finds the pictures, documents and sounds that scenarios send: where YAML says, else among the samples.
#pragma once
#include <filesystem>
#include <string>

namespace assets {

/// The file that `name` stands for: absolute, in `base` (the folder of the YAML file, mostly), in the working
/// directory, or a sample of that file name in share/aitb/assets. Throws Error(config) that says where it was
/// looked for and which samples there are.
std::filesystem::path find(const std::string& name, const std::filesystem::path& base);

/// share/aitb/assets beside the library that this code is in; empty if there is none.
std::filesystem::path sample_folder();

/// The whole file. Throws Error(config).
std::string read(const std::filesystem::path& file);

/// By the name's ending: "image/png"; "application/octet-stream" if unknown.
std::string media_type(const std::filesystem::path& file);

}  // namespace assets
