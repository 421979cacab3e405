/*
 * Pictures: what their makers wrote into them (Exif, IPTC, XMP), by exiv2.
 * Titles, captions, keywords, names and dates are words to be found by; where
 * a picture was taken is not told to anybody.
 */
#include <exiv2/exiv2.hpp>

#include <cstring>
#include <string>

extern "C" {
#include "extract/formats.h"
}

namespace {

const char *const exif[] = {
	"Exif.Image.ImageDescription", "Exif.Image.DocumentName",
	"Exif.Image.XPTitle", "Exif.Image.XPSubject", "Exif.Image.XPComment",
	"Exif.Image.XPKeywords", "Exif.Image.XPAuthor", "Exif.Image.Artist",
	"Exif.Image.Copyright", "Exif.Photo.UserComment",
	"Exif.Photo.DateTimeOriginal" };

const char *const xmp[] = {
	"Xmp.dc.", "Xmp.photoshop.", "Xmp.iptc.", "Xmp.iptcExt.",
	"Xmp.xmpRights.", "Xmp.lr.hierarchicalSubject" };

void
line(struct out *o, const std::string &s)
{
	struct buf	 b = {};

	b.data = const_cast<char *>(s.data());
	b.len = s.size();
	charset_text(&b, nullptr, 0, charset_to_out, o);
	out_line(o);
}

void
tell(struct out *o, Exiv2::Image &image)
{
	for (const char *key : exif) {
		auto	 i = image.exifData().findKey(Exiv2::ExifKey(key));

		if (i != image.exifData().end())
			line(o, i->print(&image.exifData()));
	}
	for (const auto &i : image.iptcData())
		if (i.typeId() == Exiv2::string)
			line(o, i.toString());
	for (const auto &i : image.xmpData())
		for (const char *prefix : xmp)
			if (i.key().compare(0, strlen(prefix), prefix) == 0)
				line(o, i.typeId() == Exiv2::langAlt &&
				    i.count() > 0 ? i.toString(0) :
				    i.toString());
	/* not what a program says of itself */
	if (image.comment().compare(0, 8, "CREATOR:") != 0)
		line(o, image.comment());
}

}

extern "C" void
picture_prepare(void)
{
	charset_prepare();
	ocr_prepare();
	Exiv2::LogMsg::setLevel(Exiv2::LogMsg::mute);
	try {
		Exiv2::XmpParser::initialize();
	} catch (...) {
		return;		/* then there is no XMP to be read */
	}
}

extern "C" enum extract_reason
picture_extract(struct out *o)
{
	struct buf		 b;
	bool			 cut = false;
	enum extract_reason	 r = input_read(&b, &cut);

	try {
		if (r == EXTRACT_OK && b.len > 0) {
			auto	 image = Exiv2::ImageFactory::open(
			    reinterpret_cast<const Exiv2::byte *>(b.data),
			    static_cast<long>(b.len));

			image->readMetadata();
			tell(o, *image);
			ocr_text(o, static_cast<uint64_t>(
			    image->pixelWidth()) * image->pixelHeight());
		}
	} catch (const std::bad_alloc &) {
		r = EXTRACT_MEMORY;
	} catch (...) {
		r = EXTRACT_OK;	/* no picture that it knows: it has no words */
	}
	buf_free(&b);
	return r == EXTRACT_OK && !out_finish(o) ? EXTRACT_PICTURES : r;
}
