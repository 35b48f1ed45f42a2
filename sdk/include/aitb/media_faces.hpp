// Faces for vectors and sound: embeddings, speech from text, text from speech.
#pragma once
#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <aitb/api.hpp>
#include <aitb/exchange.hpp>
#include <aitb/task.hpp>

namespace aitb::inline v1 {

class AITB_API EmbeddingRequest {
 public:
  EmbeddingRequest();
  EmbeddingRequest(std::string model, std::vector<std::string> inputs);
  std::string model;
  std::vector<std::string> inputs;         ///< one vector each
  std::optional<std::int64_t> dimensions;  ///< shortened vectors, where the model can
  std::string encoding;       ///< how numbers travel: "float", "base64", "" the provider's choice
  boost::json::object extra;  ///< sent as they are, for fields that the SDK does not name
};

/// Text in, vectors out.
class AITB_API Embeddings {
 public:
  static constexpr std::string_view id = "aitb.embeddings/1";
  /// [lane] One vector an input, in their order; usage and the vectors' size go to `out` (note
  /// "embedding_bytes"). Throws Error.
  virtual task<std::vector<std::vector<float>>> embed(EmbeddingRequest request, Exchange& out) = 0;

 protected:
  ~Embeddings() = default;
};

class AITB_API SpeechRequest {
 public:
  SpeechRequest();
  std::string model, voice, input;
  std::string
      format;  ///< "mp3", "opus", "aac", "flac", "wav", "pcm" (24 kHz s16le); "" the service's default
  std::optional<double> speed;  ///< 1 is normal
  std::string instructions;     ///< how to speak, where the model can
  boost::json::object extra;
};

/// Text in, sound out: each piece goes to out.media(MediaKind::audio, …) as it arrives.
class AITB_API Speech {
 public:
  static constexpr std::string_view id = "aitb.speech/1";
  virtual task<> speak(SpeechRequest request, Exchange& out) = 0;

 protected:
  ~Speech() = default;
};

class AITB_API TranscriptionRequest {
 public:
  TranscriptionRequest();
  std::string model;
  std::string audio;       ///< the file's bytes
  std::string file_name;   ///< "question.wav"; services tell the format by it
  std::string media_type;  ///< "audio/wav"
  std::string language, prompt;
  std::string response_format;  ///< "json", "text", "srt", "verbose_json", "vtt"; "" the service's default
  bool stream = false;
  boost::json::object extra;  ///< further form fields
};

/// Sound in, text out: text goes to out.delta(Channel::transcript, …).
class AITB_API Transcription {
 public:
  static constexpr std::string_view id = "aitb.transcription/1";
  virtual task<> transcribe(TranscriptionRequest request, Exchange& out) = 0;

 protected:
  ~Transcription() = default;
};

}  // namespace aitb::inline v1
